import type { Say } from '../locales/index.ts'
import type { Wrong } from './form.ts'

const LOGIN_PATTERN = /^[\w.@-]{3,40}$/
const MIN_PASSWORD = 10
export const MAX_PASSWORD = 200

/** What is wrong with a name to sign in with and its password. */
export function checkSignIn(say: Say, { login, password }: { login: string; password: string }): Wrong {
	const wrong: Wrong = new Map()
	if (!LOGIN_PATTERN.test(login)) wrong.set('login', say('form.login_rule'))
	if (password.length < MIN_PASSWORD) wrong.set('password', say('form.password_rule'))
	else if (password.length > MAX_PASSWORD) wrong.set('password', say('form.too_long', { max: MAX_PASSWORD }))
	else if (login !== '' && password.toLowerCase().includes(login.toLowerCase()))
		wrong.set('password', say('form.password_login'))
	return wrong
}
