import { commonWords } from './understand-common-words.ts'

// short forms and inflections, each with the words it stands for
const spelledOut = new Map(
	`u=you ur=your urs=your wanna=want gonna=will gimme=give_me lemme=let_me pls=please plz=please plss=please plis=please
	thx=thanks tks=thanks tnx=thanks thanx=thanks ty=thanks thankyou=thanks tq=thanks thank=thanks
	pts=point pt=point pnt=point pnts=point ponts=point acc=account acct=account ac=account a/c=account msg=message msgs=message txt=text
	promo=promotion promos=promotion promotional=promotion advert=ad ads=ad adverts=ad advertisement=ad advertisements=ad advertising=ad
	tel=phone mobile=phone cellphone=phone telephone=phone num=number nos=number hrs=hour hr=hour bday=birthday birthdate=birthday dob=birthday
	cs=customer_service redemption=redeem redemptions=redeem redeeming=redeem redeemed=redeem redeemable=redeem redem=redeem
	joining=join joined=join registering=register registration=register registered=register signup=sign_up enrol=enroll enrolling=enroll enrollment=enroll
	expiring=expire expired=expire expiry=expire expiration=expire upgrading=upgrade upgraded=upgrade
	unsubscribing=unsubscribe unsubscribed=unsubscribe unsub=unsubscribe optout=opt_out unsubs=unsubscribe stopall=stop_all
	subscribing=subscribe subscribed=subscribe subscription=subscribe subscriptions=subscribe resub=resubscribe
	deleting=delete deleted=delete deletion=delete erasing=erase erased=erase removing=remove leaving=leave quitting=quit closing=close
	referring=refer refered=refer refering=refer reffer=refer reffering=refer referal=referral inviting=invite invited=invite invitation=invite recommending=recommend
	linking=link connecting=connect merging=merge talking=talk speaking=speak chatting=chat whatsap=whatsapp wa=whatsapp tg=telegram
	receiving=receive sending=send sent=send texting=text messaging=message spamming=spam contacting=contact bothering=bother
	opening=open opened=open using=use used=use getting=get changing=change updating=update setting=settings lang=language langs=language
	qrcode=qr_code wheres=where_is whens=when_is whats=what_is wats=what_is wat=what wots=what_is wot=what hows=how_is whos=who_is r=are needed=need whatsapping=whatsapp msging=message wasnt=not youre=you_are deducted=deduct reduced=reduce given=give received=receive added=add came=come coming=come collected=collect updated=update changed=change happened=happen happens=happen hw=how howto=how_to wen=when
	topup=top_up topping=top reload=recharge persons=person people=person humans=human ppl=person infos=info information=info
	levelup=level_up discounts=discount discounted=discount earning=earn earned=earn earnt=earn missed=missing
	cant=cannot couldnt=cannot wont=not doesnt=not didnt=not havent=not hasnt=not isnt=not arent=not dunno=not
	isn=is gd=good hrlp=help phome=phone yr=your yrs=your yu=you anymore=any_more everytime=time morning=morning nite=night tmr=tomorrow tdy=today`
		.split(/\s+/)
		.map((pair) => pair.split('='))
		.map(([short = '', long = '']) => [short, long.split('_')]),
)

/** The singular of a plural, roughly: coupons → coupon, histories → history. */
export function stem(word: string): string {
	if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
	return word.length > 3 && word.endsWith('s') && !/(ss|us|is|settings|thanks|address|yes)$/.test(word)
		? word.slice(0, -1)
		: word
}

/** Damerau–Levenshtein distance (neighbouring letters swapped count as one), or `most` + 1 when it is more than `most`. */
export function distance(a: string, b: string, most: number): number {
	if (Math.abs(a.length - b.length) > most) return most + 1
	let before: number[] = []
	let above = Array.from({ length: b.length + 1 }, (_, j) => j)
	for (let i = 1; i <= a.length; i++) {
		const row = [i]
		let least = i
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] ? 0 : 1
			let cost = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1, (above[j - 1] ?? 0) + same)
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
			row.push(cost)
			if (cost < least) least = cost
		}
		if (least > most) return most + 1
		before = above
		above = row
	}
	return Math.min(above[b.length] ?? 0, most + 1)
}

/** Slips a keyword of this length may have: one in 4 to 7 letters, two in longer ones. */
function slipsAllowed(length: number): number {
	return length < 4 ? 0 : length < 8 ? 1 : 2
}

const withoutDoubles = (word: string) => word.replace(/([a-z])\1+/g, '$1')

const common = new Set(commonWords)

/** The form in which a word of the vocabulary is kept: spelled out, singular. */
export function canonicalWords(word: string): string[] {
	return spelledOut.get(word) ?? [stem(word)]
}

export type Speller = (word: string) => string[]

/** Makes the function that turns a typed word into the vocabulary's words: short forms, plurals, typos, words run together. */
export function makeSpeller(vocabulary: ReadonlySet<string>): Speller {
	const spellings = [...vocabulary, ...spelledOut.keys()].filter((word) => word.length >= 4)
	const byLetter = Map.groupBy(spellings, (word) => word[0] ?? '')
	const bySingles = new Map(spellings.map((word) => [withoutDoubles(word), word]))

	function findKnown(word: string): string | undefined {
		const single = stem(word)
		if (vocabulary.has(word)) return word
		if (vocabulary.has(single)) return single
		return common.has(word) || common.has(single) ? word : undefined
	}

	function findTypo(word: string): string | undefined {
		// adres is address, helo is hello before it is help
		const doubled = bySingles.get(withoutDoubles(word))
		if (doubled) return doubled
		let best: string | undefined
		let bestDistance = 3
		for (const candidate of byLetter.get(word[0] ?? '') ?? []) {
			const most = Math.min(slipsAllowed(candidate.length), bestDistance - 1)
			const found = most > 0 ? distance(word, candidate, most) : 3
			if (found <= most) {
				best = candidate
				bestDistance = found
			}
		}
		return best
	}

	/** referafriend → refer a friend; only where every piece is known. */
	function split(word: string): string[] | undefined {
		for (let at = Math.min(word.length - 1, 14); at >= 2; at--) {
			const head = word.slice(0, at)
			if (!vocabulary.has(head) && !(at > 2 && common.has(head))) continue
			const rest = word.slice(at)
			if (findKnown(rest) && rest.length > 1) return [head, findKnown(rest) ?? rest]
			if (rest[0] === 'a' && rest.length > 4 && findKnown(rest.slice(1))) return [head, 'a', rest.slice(1)]
			const more = rest.length > 4 ? split(rest) : undefined
			if (more) return [head, ...more]
		}
		return undefined
	}

	return (typed) => {
		const word = typed.replace(/([a-z])\1{2,}/g, '$1$1')
		const long = spelledOut.get(word)
		if (long) return long
		if (/\d/.test(word)) return [word]
		const known = findKnown(word) ?? findKnown(withoutDoubles(word))
		if (known) return [known]
		if (word.length < 4 || word.length > 24) return [word]
		const typo = findTypo(word) ?? findTypo(stem(word))
		if (typo) return spelledOut.get(typo) ?? [typo]
		return (word.length >= 6 ? split(word) : undefined) ?? [word]
	}
}
