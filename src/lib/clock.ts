/** The present instant in milliseconds UTC; passed in everywhere, so that every rule can be tried on any day. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Milliseconds since the process began, for spans of time: nobody sets it back or ahead, as the clock at the wall can be. */
export const steadyClock: Clock = () => performance.now()
