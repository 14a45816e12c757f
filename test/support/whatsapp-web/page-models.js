/**
 * Runs in the browser, before page.js: the small model layer of the emulated WhatsApp Web page. Shapes are those which
 * whatsapp-web.js reads; nothing here is WhatsApp's own code.
 */
class Emitter {
	#handlers = new Map()
	on(names, handler) {
		for (const name of names.split(' ')) {
			const known = this.#handlers.get(name) ?? new Set()
			this.#handlers.set(name, known.add(handler))
		}
		return this
	}
	once(name, handler) {
		const wrapped = (...args) => {
			this.off(name, wrapped)
			handler(...args)
		}
		return this.on(name, wrapped)
	}
	off(name, handler) {
		this.#handlers.get(name)?.delete(handler)
		return this
	}
	trigger(name, ...args) {
		for (const handler of [...(this.#handlers.get(name) ?? [])]) handler(...args)
	}
}

/** Attributes are plain fields; every change is told to listeners of the model and of its collection. */
class Model extends Emitter {
	#owner
	constructor(attributes, owner) {
		super()
		this.#owner = owner
		Object.assign(this, attributes)
	}
	set(attributes) {
		const changed = Object.entries(attributes).filter(([key, value]) => this[key] !== value)
		const before = Object.fromEntries(changed.map(([key]) => [key, this[key]]))
		Object.assign(this, attributes)
		for (const [key, value] of changed) {
			this.trigger(`change:${key}`, this, value, before[key])
			this.#owner?.trigger(`change:${key}`, this, value, before[key])
		}
		if (changed.length > 0) this.#owner?.trigger('change', this)
		return this
	}
	serialize() {
		return { ...this }
	}
}

const serializedOf = (id) => (typeof id === 'string' ? id : id._serialized)

class Message extends Model {
	unsafe() {
		return this
	}
	msgContextInfo() {
		return { quotedStanzaID: this.id.id, quotedMsg: { body: this.body, type: this.type } }
	}
	get mediaData() {
		return { mediaStage: 'RESOLVED' }
	}
}

class Collection extends Emitter {
	#models = new Map()
	constructor(type = Model) {
		super()
		this.modelClass = type
	}
	add(attributes) {
		const model = new this.modelClass(attributes, this)
		this.#models.set(serializedOf(model.id), model)
		this.trigger('add', model)
		return model
	}
	get(id) {
		return this.#models.get(serializedOf(id))
	}
	async find(id) {
		return this.get(id)
	}
	getModelsArray() {
		return [...this.#models.values()]
	}
}

class Wid {
	constructor(user, server) {
		this.user = user
		this.server = server
		this._serialized = `${user}@${server}`
	}
	static from(id) {
		if (id instanceof Wid) return id
		const [user, server] = serializedOf(id).split('@')
		if (!user || !server) throw new Error(`invalid wid: ${serializedOf(id)}`)
		return new Wid(user, server)
	}
	isLid() {
		return this.server === 'lid'
	}
	isUser() {
		return this.server === 'c.us' || this.server === 'lid'
	}
	isGroup() {
		return this.server === 'g.us'
	}
	isStatus() {
		return this._serialized === 'status@broadcast'
	}
	toString() {
		return this._serialized
	}
	toJid() {
		return this._serialized
	}
}

class MsgKey {
	constructor({ fromMe, remote, to, id, participant }) {
		this.fromMe = fromMe ?? true
		this.remote = Wid.from(remote ?? to)
		this.id = id
		if (participant) this.participant = Wid.from(participant)
		const parts = [this.fromMe, this.remote._serialized, id, this.participant?._serialized]
		this._serialized = parts.filter((part) => part !== undefined).join('_')
	}
	static async newId() {
		const bytes = crypto.getRandomValues(new Uint8Array(9))
		return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
	}
	static fromString(text) {
		const [fromMe, remote, id, participant] = text.split('_')
		return new MsgKey({ fromMe: fromMe === 'true', remote, id, participant })
	}
	toString() {
		return this._serialized
	}
}

Object.assign(window, { emulatorModels: { Emitter, Model, Message, Collection, Wid, MsgKey } })
