import { enPoints } from './en-points.ts'
import { enStaff } from './en-staff.ts'

/** English, plain. This file is the list of keys: the other locales must have the same keys and the same facts. */
export const en = {
	...enPoints,
	...enStaff,

	// labels of choices: at most 20 characters
	'btn.join': '✨ Join',
	'btn.card': '💳 My points',
	'btn.id': '🔳 My code',
	'btn.tier': '👑 Tiers',
	'btn.rewards': '🎁 Rewards',
	'btn.coupons': '🎟 My coupons',
	'btn.refer': '👯 Refer a friend',
	'btn.history': '🧾 History',
	'btn.offers': '🏷 Offers',
	'btn.wallet': '👛 Wallet',
	'btn.claim': '🧮 Claim points',
	'btn.link': '🔗 Link an app',
	'btn.settings': '⚙️ Settings',
	'btn.stop': '🔕 Stop offers',
	'btn.resume': '🔔 Get offers',
	'btn.privacy': '📄 My data',
	'btn.leave': '🚪 Leave',
	'btn.human': '🙋 Talk to staff',
	'btn.store': '📍 Store info',
	'btn.menu': '↩️ Main menu',
	'btn.help': '❓ Help',
	'btn.smalltalk': '😊 Just chatting',
	'btn.join_offers': 'Join & get offers',
	'btn.join_plain': 'Join without offers',
	'btn.skip': 'Skip',
	'btn.back': 'Back',
	'btn.more': 'Show more',
	'btn.yes': 'Yes',
	'btn.no': 'No',
	'btn.cancel': 'Cancel',
	'btn.redeem': '✅ Confirm',
	'btn.undo': '↩️ Undo',
	'btn.use_now': '🛒 Use now',
	'btn.renew_number': '🔄 New number',
	'btn.copy_code': '📋 Copy code',
	'btn.copy_link': '📋 Copy link',
	'btn.share': '📤 Share',
	'btn.friends': '👥 My friends',
	'btn.show_qr': '🔳 Show QR',
	'btn.language': '🌐 Language 語言',
	'btn.birthday': '🎂 Birthday',
	'btn.name': '✏️ Change name',
	'btn.phone': '📱 Share my number',
	'btn.offers_setting': '📆 Offers',
	'btn.download': '⬇️ Send me a copy',
	'btn.leave_confirm': 'Leave and delete',
	'btn.leave_stay': 'Stay a member',
	'btn.back_to_bot': '🤖 Back to the bot',
	'btn.call': '☎️ Call',
	'btn.website': '🌐 Website',

	// small pieces put into other sentences
	'piece.a_friend': 'a friend',
	'piece.friend': 'there',
	'piece.points': '{points, plural, one {# point} other {# points}}',
	'piece.unset': 'not set',
	'piece.no_end': 'further notice',
	'piece.resume_telegram': '/resume',
	'piece.resume_whatsapp': 'START',
	'piece.resume_simulator': 'RESUME',
	'piece.separator': ' · ',

	// joining: hello, gift, invited, notice, offers, choose make one answer of at most six lines
	'join.hello': "👋 Hi, I'm the *{shop}* membership assistant, a bot.",
	'join.gift': 'Joining is free and brings you *{points, plural, one {# point} other {# points}}* 🎁',
	'join.plain': 'Joining is free, and every purchase earns points.',
	'join.invited': '🎉 *{referrer}* invited you: join and you get *{reward}*.',
	'join.notice':
		'To run your membership {shop} keeps your chat account, name and purchases, and your phone number if you share it; nobody else gets them. See or erase them any time: PRIVACY.',
	'join.notice_contact': 'Questions: {contact}.',
	'join.notice_terms': 'Terms: {url}',
	'join.offers':
		"Offers need your yes: about {shop}'s own goods and services, at most {cap, plural, one {# message} other {# messages}} a month, chosen by the same facts and your birthday month. STOP ends them any time, free.",
	'join.choose': 'How would you like to join?',
	'join.choose_again': 'Please pick one of the two, so I know whether you want offers.',
	'join.done': '🎉 Welcome, *{name}*! You are now a *{shop}* member.\nMember number: `{code}`',
	'join.points': 'Points: *{points, number}*',
	'join.points_earlier': '🧾 *{points, plural, one {# point} other {# points}}* from purchases before you joined.',
	'join.points_wait':
		'*{points, plural, one {# point is} other {# points are}}* waiting: yours when you share your phone number, or with your first purchase.',
	'join.points_wait_order':
		'*{points, plural, one {# point is} other {# points are}}* waiting: yours with your first purchase.',
	'join.points_look':
		'*{points, plural, one {# point} other {# points}}* more for the invitation, once the shop has had a look.',
	'join.offers_on':
		"🔔 You'll get our offers, at most {cap, plural, one {# message} other {# messages}} a month. STOP ends them.",
	'join.offers_off': '🔕 No offers. You still get notices about your own points and coupons.',
	'join.already': "You're already a member, {name} 😊",
	'join.needed': 'This is for members. Joining takes one tap:',
	'join.on_hold': 'This membership is on hold. Please contact {contact}.',
	'join.reward_once': 'The joining gift was already given to this phone number, so it is not given again.',

	// an imported member comes in
	'activate.welcome':
		'👋 Welcome back, {name}! Your *{points, plural, one {# point is} other {# points are}}* here.\nMember number: `{code}`',
	'activate.ask_phone': 'Already a customer of {shop}? Share your phone number and the points kept for you come along.',
	'activate.link_bad':
		'This link was used before or is out of date. Share your phone number instead, or ask our staff.',
	'activate.offers_ask':
		"Would you also like offers about {shop}'s own goods and services, at most {cap, plural, one {# message} other {# messages}} a month? STOP ends them any time, free.",

	// the phone number
	'phone.ask': 'Would you like to earn in store with your phone number? Share it below, or skip.',
	'phone.elsewhere': 'This app cannot share your phone number here. Our staff can note it for you: reply STAFF.',
	'phone.done': '✅ Your phone number is confirmed.',
	'phone.released':
		'✅ Your phone number is confirmed and *{points, plural, one {# point is} other {# points are}}* yours now.',
	'phone.not_own':
		"That contact is not your own number. Please share your own with the button, so that nobody else's points are touched.",
	'phone.taken': 'This number belongs to another membership. Please ask our staff to put the two together: STAFF.',
	'phone.bad': "I couldn't read that phone number. Please type it with all its digits, or SKIP.",
	'phone.skipped': 'No problem, you can do it later in Settings.',

	// menu and help
	'menu.title': 'Hi {name}, how can I help?',
	'menu.title_guest': 'Hi! This is the *{shop}* membership assistant. How can I help?',
	'menu.hint_numbers': 'Reply with a number, or just type.',
	'menu.hint_buttons': 'Tap a button, or just type.',
	'menu.list_button': 'Open menu',
	'menu.back_line': '0. Main menu',
	'menu.stale': 'That menu is out of date, and nothing was done. Here is a fresh one:',
	'menu.desc.card': 'Points, tier and what expires',
	'menu.desc.rewards': 'Turn points into coupons and gifts',
	'menu.desc.coupons': 'Coupons you have not used yet',
	'menu.desc.refer': 'A reward for you and your friend',
	'menu.desc.history': 'Where every point came from',
	'menu.desc.tier': 'What each tier brings and needs',
	'menu.desc.settings': 'Language, birthday, offers, your data',
	'menu.desc.store': 'Address, hours, phone',
	'menu.desc.human': 'Our staff answer in this chat',
	'help.body':
		'You can type:\n• POINTS balance and tier · HISTORY every point\n• REWARDS to redeem · COUPONS to use\n• REFER for your link · SETTINGS for language, birthday, offers\n• STAFF for a person · PRIVACY for your data\nTypos are fine 😉 *0* is the menu, *STOP* ends offers.',
	'smalltalk.reply': '😊 Would you like to see your points, or the rewards?',
	'smalltalk.thanks': '😊 You are welcome! Points or rewards?',
	'smalltalk.bye': '👋 See you soon! Your points are safe here.',
	'smalltalk.thanks_guest': '😊 You are welcome! Anything else?',
	'smalltalk.bye_guest': '👋 See you soon!',
	'smalltalk.guest': '😊 What would you like to do?',
	'smalltalk.fine': '👌 All right. I am here when you need me.',
	'smalltalk.bot': '🤖 I am the membership assistant of *{shop}*, a bot. For a person, reply STAFF.',

	// settings
	'settings.title':
		'⚙️ *Settings*\nName: {name}\nLanguage: {language}\nBirthday: {birthday}\nOffers: {offers}\nApps: {channels}',
	'settings.offers_on': 'on (at most {cap, number} a month)',
	'settings.offers_off': 'off',
	'settings.saved': '✅ Saved.',
	'lang.ask': 'Choose a language / 請選擇語言：',
	'lang.set': "✅ I'll use *English* from now on.",
	'lang.name.en': 'English',
	'lang.name.zh-HK': '廣東話',
	'lang.name.zh-Hant': '繁體中文',
	'name.ask': 'What should we call you?',
	'name.set': '✅ Hello, *{name}*!',
	'name.bad': 'Please send a name of at most {max, number} characters.',
	'birthday.ask': 'When is your birthday? For example 15 Aug or 8/15. 🎂 Your birthday month brings a gift.',
	'birthday.ask_plain': 'When is your birthday? For example 15 Aug or 8/15.',
	'birthday.confirm': 'Is *{date}* right? Once saved, only our staff can change it.',
	'birthday.set': '✅ Birthday saved: {date}.',
	'birthday.locked': 'Your birthday is saved as {date}. Please ask our staff to correct it.',
	'birthday.bad': "I couldn't read that date. Try 15 Aug or 8/15.",

	// offers: stop and resume
	'offers.empty': 'No offers just now. Your points and rewards are always there:',
	'offers.title': '🏷 Offers now:',
	'offers.row': '• {offer}, until {date}',
	'optout.done':
		'🔕 Offers stopped. Your points and membership stay as they are.\nTo get them again: {resume}\n已停止推廣訊息。重新接收：{resume}',
	'optout.stranger':
		'🔕 Noted: we will send you no offers. We keep your request, so that no list brings you back.\n我們不會傳推廣給您，並會記下您的要求。',
	'optout.already': '🔕 Offers are already off. To get them again: {resume}',
	'optin.done':
		"🔔 Done, you'll get our offers here, at most {cap, plural, one {# message} other {# messages}} a month. STOP ends them.",
	'optin.already': 'You already get our offers here. STOP ends them.',

	// my data, leaving
	'privacy.body':
		'📄 *Your data at {shop}*\nKept: chat account, name, purchases, points; phone number and birthday if you gave them.\nUsed to run your membership; for offers only while you agree. Nobody else gets it.\nYou can have a copy, correct it, or leave and have it erased.',
	'privacy.contact': 'Questions: {contact}',
	'privacy.terms': 'Full notice: {url}',
	'privacy.guest': '📄 You are not a member of {shop}. Only this chat is kept, so that we can answer you.',
	'data.ready':
		'📄 Your data at {shop}, {date}: {name}, {points, plural, one {# point} other {# points}}, {orders, plural, one {# order} other {# orders}}. The file has everything.',
	'data.text': '📄 Your data at {shop}, {date}:',
	'leave.ask':
		'⚠️ Leaving *deletes* your personal data. Your {points, plural, one {# point} other {# points}} and {coupons, plural, one {# coupon} other {# coupons}} *end now* and cannot be restored.\nJust tired of offers? Reply STOP instead.',
	'leave.done':
		'You have left and your personal data is deleted, except the purchase and opt-out records we must keep. Thank you; you are welcome back any time.',
	'leave.kept': 'Nothing was deleted. You are still a member 😊',
	'leave.stale': 'That question is out of date, and nothing was deleted.',

	// a person
	'human.start':
		'🙋 Our staff have been told. Type your question here; they answer in this chat.\nTo go back to the bot: 0',
	'human.waiting': '🙋 Passed on to our staff. To go back to the bot: 0',
	'human.hours': 'Opening hours: {hours}',
	'human.closed': 'We are closed just now and answer after opening.',
	'human.phone': 'Urgent? Call {phone}.',
	'human.still_waiting': 'Sorry for the wait. Your question is with our staff, nothing is lost.',
	'human.message': '👤 {staff}: {text}',
	'human.ended': 'This chat with our staff is closed, thank you! The bot is back.',
	'human.bot_back': '🤖 The bot is back. Our staff can still read what you wrote.',
	'human.returned':
		'🤖 Nobody wrote for {hours, plural, one {# hour} other {# hours}}, so the bot is back. Reply STAFF for a person.',

	// the store
	'store.title': '📍 *{shop}*',
	'store.address': '{address}',
	'store.hours': '🕙 {hours}',
	'store.phone': '☎️ {phone}',
	'store.url': '🌐 {url}',
	'store.contact': '✉️ {contact}',
	'store.empty': 'Address and hours are not filled in yet. Our staff can tell you: STAFF.',

	// not understood, and faults
	'err.unknown': "Sorry, I didn't get “{text}”. Did you mean:",
	'err.ask': 'Which one do you mean?',
	'err.unknown_menu': 'Sorry, I only know about your membership. Pick one?',
	'err.unknown_twice': "I don't seem to help 🙇 Would you like our staff?",
	'err.silent': 'I say no more now, so as not to disturb you. MENU or STAFF wakes me.',
	'err.bad_number': 'That is not one of the numbers. Choose {min, number} to {max, number}, or 0 for the menu.',
	'err.stale_button': 'That button is out of date, and nothing was done. Here is a fresh menu:',
	'err.flood':
		'That was many messages at once. I answer again in {minutes, plural, one {# minute} other {# minutes}}; STOP and STAFF work all the time.',
	'err.voice': '🎙 I cannot listen to voice messages. Please type it, or reply STAFF: our staff can hear it.',
	'err.media': '📎 I cannot read pictures or files, but our staff can see it. Reply STAFF to reach them.',
	'err.internal':
		'Something went wrong on our side, and nothing was changed. Please try again later, or reply STAFF. (Reference {id})',
	'err.cancelled': 'Cancelled.',
	'err.wallet': 'This shop keeps no wallet. Points and coupons work as always:',
	'err.claim': 'Missing points? Our staff look into it: send STAFF with your order number.',
	'err.link': 'Linking another app is not possible here yet. Our staff can help: STAFF.',
	'err.staff_only': 'That command is for staff only.',

	// the frame of a broadcast
	'cast.header': '【{shop}】',
	'cast.contact': '{shop} · {contact}',
	'cast.contact_here': '{shop} · reply STAFF to reach us',
	'cast.footer': 'Reply STOP to unsubscribe',
	'cast.footer_both': '退訂請回覆 STOP · Reply STOP to unsubscribe',
	'cast.test': '🧪 _Test: only you got this_',

	// what Telegram shows about the bot
	'bot.description':
		'Membership of {shop}: check points and tier, redeem rewards, use coupons and invite friends, all in this chat. This is a bot; staff answer when you ask for them.',
	'bot.about': 'Points, rewards and coupons of {shop}',
	'cmd.menu': 'Main menu',
	'cmd.join': 'Become a member',
	'cmd.card': 'Points, tier and progress',
	'cmd.id': 'My code for the counter',
	'cmd.tier': 'Tiers and benefits',
	'cmd.rewards': 'Redeem points',
	'cmd.coupons': 'My coupons',
	'cmd.refer': 'Invite a friend',
	'cmd.history': 'Where my points came from',
	'cmd.offers': 'Current offers',
	'cmd.wallet': 'Wallet',
	'cmd.claim': 'Claim missing points',
	'cmd.link': 'Link another app',
	'cmd.settings': 'Language, birthday, offers',
	'cmd.stop': 'Stop offers',
	'cmd.resume': 'Get offers again',
	'cmd.privacy': 'My data',
	'cmd.leave': 'Leave and erase my data',
	'cmd.store': 'Address and hours',
	'cmd.help': 'What I can do',
	'cmd.human': 'Talk to our staff',
} as const satisfies Record<string, string>
