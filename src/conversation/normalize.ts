import { Converter } from 'opencc-js/t2cn'
import { variants } from './normalize-variants.ts'

/** What is looked at of a text; nobody asks for points in more. */
const LONGEST = 500

const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}]/gu
// without its apostrophe it would read as id, the word for the member's code
const I_WOULD = /\bi['’‘`´]d\b/g
const APOSTROPHES = /['’‘`´]/g
const NOT_WORDS = /[^\p{L}\p{N}]+/gu
const HAN = /\p{Script=Han}/u
const HAN_LATIN = /(?<=\p{Script=Han})(?=[a-z0-9])|(?<=[a-z0-9])(?=\p{Script=Han})/gu
const PARTICLES =
	/(?<=.)(?:[呀啊啦喇喎㗎呢吗嘛吧囉咯啰喔哦噢耶欸诶嘞咧哩噃吖嘎咋噶哈哟呐哒嗎罗架嘅的了先]|(?<![a-z])(?:la|lah|ar|ah|lor|lo|leh|wor|meh|ga|ge|jek|mah|ma|ya|ar)) *$/u

let converter: ((text: string) => string) | undefined

/** Traditional to Simplified; the table is built at the first Chinese text (about 14 ms), not at the start. */
function simplify(text: string): string {
	const convert = converter ?? Converter({ from: 't', to: 'cn' })
	converter = convert
	return convert(text)
}

const variantPattern = new RegExp([...variants.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu')

function makeWords(text: string): string {
	const plain = text
		.normalize('NFKC')
		.slice(0, LONGEST)
		.replace(INVISIBLE, '')
		.toLowerCase()
		.replace(I_WOULD, 'i would')
		.replace(APOSTROPHES, '')
		.replace(NOT_WORDS, ' ')
		.trim()
	if (!HAN.test(plain)) return plain
	return simplify(plain)
		.replace(variantPattern, (form) => variants.get(form) ?? form)
		.replace(HAN_LATIN, ' ')
}

function dropParticles(words: string): string {
	let said = words
	for (let before = ''; said !== before; ) {
		before = said
		said = said.replace(PARTICLES, '').trimEnd()
	}
	return said
}

// one message is looked at in several ways, one after the other
let last = { text: '', words: '', said: '' }

function recall(whole: string): typeof last {
	const text = whole.slice(0, LONGEST)
	if (last.text !== text) {
		const words = makeWords(text)
		last = { text, words, said: dropParticles(words) }
	}
	return last
}

/** Lower case, half width, Simplified, one form for spoken variants, a space between Han and Latin; particles stay. */
export function normalizeWords(text: string): string {
	return recall(text).words
}

/** The form in which texts are compared: normalizeWords without final particles, unless nothing would be left. */
export function normalize(text: string): string {
	return recall(text).said
}

// most labels are the same few words again and again
const labels = new Map<string, string>()
const MOST_LABELS = 500

/** A button's label in the form in which texts are compared. */
export function normalizeLabel(label: string): string {
	const known = labels.get(label)
	if (known !== undefined) return known
	if (labels.size >= MOST_LABELS) labels.clear()
	const words = normalize(label)
	labels.set(label, words)
	return words
}

const TOKEN = /[a-z0-9\u00df-\u024f]+|\p{L}|\p{N}/gu

/** Words of Latin letters and digits as one token each, every Han character as one. */
export function tokensOf(normalized: string): string[] {
	return normalized.match(TOKEN) ?? []
}

/** Whether a token is a Han character. */
export function isHan(token: string): boolean {
	return HAN.test(token)
}
