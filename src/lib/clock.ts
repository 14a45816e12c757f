/** The present instant in milliseconds UTC; passed in everywhere, so that every rule can be tried on any day. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()
