export interface UploadedFile {
	name: string
	bytes: Buffer
}

const DISPOSITION = /content-disposition:\s*form-data;\s*name="([^"]*)"(?:;\s*filename=(?:"([^"]*)"|([^\r\n;]*)))?/i

/** Reads a multipart/form-data body: fields as text, files as bytes. Undefined when the body is not one. */
export function parseMultipart(contentType: string, body: Buffer) {
	const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType)
	const mark = boundary?.[1] ?? boundary?.[2]
	if (!mark) return undefined
	const fields: Record<string, unknown> = {}
	const files = new Map<string, UploadedFile>()
	const delimiter = Buffer.from(`--${mark}`)
	let from = body.indexOf(delimiter)
	while (from >= 0) {
		const start = from + delimiter.length
		const next = body.indexOf(delimiter, start)
		if (next < 0) break
		readPart(body.subarray(start + 2, next - 2), fields, files)
		from = next
	}
	return { fields, files }
}

function readPart(part: Buffer, fields: Record<string, unknown>, files: Map<string, UploadedFile>) {
	const split = part.indexOf('\r\n\r\n')
	const header = DISPOSITION.exec(part.subarray(0, split).toString('utf8'))
	if (split < 0 || !header) return
	const name = header[1] ?? ''
	const fileName = header[2] ?? header[3]
	const content = part.subarray(split + 4)
	if (fileName === undefined) fields[name] = content.toString('utf8')
	else files.set(name, { name: fileName, bytes: Buffer.from(content) })
}
