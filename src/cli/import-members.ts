import type { AddCommand } from './io.ts'

export const addImportMembers: AddCommand = () => {}
