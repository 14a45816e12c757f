/** The phone's whole look; system fonts, both colour schemes, from 320 px. */
export const phoneStyle = `
:root{color-scheme:light dark;--bg:light-dark(#f7f7f5,#131416);--card:light-dark(#fff,#1c1e22);--ink:light-dark(#1b1d21,#eceef1);--mut:light-dark(#5b6068,#a6acb6);--line:light-dark(#d9dbe0,#30343b);--brand:light-dark(#0b6e4f,#3ecf9a);--brand-ink:light-dark(#fff,#06281c);--wall:light-dark(#efeae2,#0b141a)}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"PingFang HK","PingFang TC","Noto Sans CJK HK","Noto Sans HK","Noto Sans TC","Microsoft JhengHei",sans-serif;height:100vh;height:100dvh;display:grid;grid-template-rows:auto minmax(0,1fr)}
.top{display:grid;grid-template-columns:auto minmax(0,1fr) auto auto;gap:0 4px;align-items:center;padding:0 8px;background:var(--card);border-bottom:1px solid var(--line)}
.top h1{font-size:clamp(.83rem,3.4vw,1.05rem);line-height:1.25;margin:0;padding:3px 0;overflow-wrap:anywhere}
.top a{color:var(--brand);text-decoration:none;font-weight:600;display:inline-flex;align-items:center;justify-content:center;min-height:44px;min-width:44px}
.home{font-size:1.6rem;line-height:1}
.pill{font-size:.8rem;padding:2px 10px;border-radius:99px;background:light-dark(#fff3d6,#3a2e12);color:light-dark(#6b4a00,#ffd98a);grid-column:1/-1;order:1;justify-self:start;margin:0 8px 6px}
summary{cursor:pointer;min-height:44px;display:flex;align-items:center}
.time>summary{font-size:.9rem;padding:0 6px;color:var(--brand);font-weight:600;justify-content:end}
.time[open]{grid-column:1/-1}.time form{padding:0 8px 8px}.time p{margin:0 0 8px}.time .row{display:flex;flex-wrap:wrap;gap:8px}
.phone{display:flex;flex-direction:column;min-height:0;width:100%;max-width:480px;margin:0 auto;background:var(--wall);border-inline:1px solid var(--line)}
.tabs{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;background:var(--card);border-bottom:1px solid var(--line)}
.tabs a{display:flex;align-items:center;justify-content:center;min-height:44px;padding:4px 2px;font-size:.85rem;color:var(--ink);text-decoration:none;text-align:center;border-bottom:3px solid transparent}
.tabs a[aria-current]{font-weight:700;color:var(--brand);border-bottom-color:var(--brand)}
.who{margin:0;padding:4px 12px;font-size:.8rem;color:var(--mut);background:var(--card);border-bottom:1px solid var(--line)}
#keys{display:none}
.log{display:flex;flex-direction:column-reverse;overflow:auto;padding:12px;overscroll-behavior:contain;flex:1 1 0;min-height:0}
#lines{display:flex;flex-direction:column;gap:6px}
#lines:has(.empty){margin:auto}.empty{color:light-dark(#4a4f57,#b6bcc6);text-align:center;margin:0 auto 8px;max-width:30ch}
.day{align-self:center;margin:6px 0;font-size:.75rem;color:light-dark(#4a4f57,#b6bcc6)}.day span{background:var(--card);border-radius:99px;padding:3px 10px}
.m{max-width:86%;padding:7px 10px;border-radius:10px;background:light-dark(#fff,#202c33);white-space:pre-line;overflow-wrap:anywhere;font-size:.95rem;line-height:1.45;align-self:flex-start}
.m.me{align-self:flex-end;background:light-dark(#d9fdd3,#005c4b)}.m.promo{border-inline-start:4px solid var(--brand)}
.m time{float:right;font-size:.7rem;color:light-dark(#5d6b73,#b6c3ca);margin:6px 0 0 8px}.m.me time{color:light-dark(#4a5a52,#d5e6df)}
.m code{font-size:.92em;background:light-dark(#f0f1f3,#16212a);border-radius:4px;padding:0 3px}
.m img{display:block;max-width:100%;height:auto;background:#fff;border-radius:6px;margin:0 0 6px}.m pre{white-space:pre-wrap;font-size:.8rem;max-height:240px;overflow:auto;margin:0}
.kb{display:grid;grid-template-columns:1fr 1fr;gap:4px;width:86%}.kb.wide{grid-template-columns:1fr}
.kb button,.kb .btn{font-size:.9rem;padding:6px 8px;background:light-dark(#fff,#2b3a42);color:light-dark(#0b5fa5,#7cc4ff);border:1px solid var(--line);overflow-wrap:anywhere}
.copy{display:none}.live .copy{display:block}
input,button,.btn{font:inherit;min-height:44px;border-radius:8px;padding:8px 12px}
input{background:var(--card);color:inherit;border:1px solid var(--mut);width:100%;min-width:0}
button,.btn{background:var(--brand);color:var(--brand-ink);border:0;font-weight:600;cursor:pointer;text-align:center;text-decoration:none}
.btn{display:flex;align-items:center;justify-content:center}
.quiet{background:transparent;color:var(--ink);border:1px solid var(--mut)}
.compose{display:flex;gap:8px;padding:8px;background:var(--card);border-top:1px solid var(--line)}.send{white-space:nowrap}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.tabs a:focus-visible,.log:focus-visible{outline-offset:-3px}
@media(min-width:600px){.top{grid-template-columns:auto auto 1fr auto auto}.pill{grid-column:auto;margin:0 8px}.lang{order:2}.time{order:3}.phone{margin-block:12px;border:1px solid var(--line);border-radius:16px;overflow:hidden;height:calc(100% - 24px)}}
`

/** Sends without a new page, looks for new messages every second, and lets codes be copied. */
export const phoneScript = `
const byId = (id) => document.getElementById(id)
const log = byId('log'), lines = byId('lines'), text = byId('text'), compose = byId('compose'), keys = byId('keys')
let busy = 0, parts = [...lines.children].map((one) => one.outerHTML)
if (navigator.clipboard) document.documentElement.classList.add('live')

// only what is new or changed is touched: what has the focus keeps it, and what was read out is not read again
const show = (markup) => {
  const next = document.createElement('div')
  next.innerHTML = markup
  const fresh = [...next.children], news = fresh.map((one) => one.outerHTML)
  if (news.join() === parts.join()) return
  fresh.forEach((child, at) => {
    if (at >= parts.length) lines.append(child)
    else if (parts[at] !== news[at]) lines.children[at].replaceWith(child)
  })
  while (lines.children.length > fresh.length) lines.lastElementChild.remove()
  parts = news
  log.scrollTop = log.scrollHeight
}

const post = async (form, name, value) => {
  const body = new URLSearchParams(new FormData(form))
  if (name) body.set(name, value)
  busy += 1
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { 'x-live': '1' }, body })
    if (answer.ok) show(await answer.text())
  } finally {
    busy -= 1
  }
}

compose.addEventListener('submit', async (event) => {
  event.preventDefault()
  const sent = post(compose)
  text.value = ''
  await sent
  if (compose.contains(document.activeElement)) text.focus()
})
keys.addEventListener('submit', async (event) => {
  event.preventDefault()
  const by = event.submitter
  if (!by) return
  await post(keys, by.name, by.value)
  // the button may be gone: whoever uses the keyboard goes on at the newest ones, unless she is elsewhere by now
  if (!by.isConnected && document.activeElement === document.body) (lines.querySelector('.kb:last-child button') || log).focus({ preventScroll: true })
})
lines.addEventListener('click', async (event) => {
  const button = event.target.closest('.copy')
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.done
  } catch {}
})
setInterval(async () => {
  if (busy || document.hidden) return
  const query = new URLSearchParams(new FormData(keys))
  try {
    const answer = await fetch('/demo/phone/log?' + query)
    if (answer.ok && !busy) show(await answer.text())
  } catch {}
}, 1000)
`
