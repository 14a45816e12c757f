export const phoneStyle = `
:root{color-scheme:light dark;--bg:light-dark(#f7f7f5,#131416);--card:light-dark(#fff,#1c1e22);--ink:light-dark(#1b1d21,#eceef1);--mut:light-dark(#5b6068,#a6acb6);--line:light-dark(#d9dbe0,#30343b);--brand:light-dark(#0b6e4f,#3ecf9a);--brand-ink:light-dark(#fff,#06281c)}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"PingFang HK","PingFang TC","Noto Sans CJK HK","Noto Sans HK","Noto Sans TC","Microsoft JhengHei",sans-serif;height:100dvh;display:grid;grid-template-rows:auto 1fr}
.top{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;padding:8px 16px;background:var(--card);border-bottom:1px solid var(--line)}
.top h1{font-size:1.1rem;margin:0}.top .lang{margin-left:auto;color:var(--brand);padding:10px 4px;min-height:44px}
.pill{font-size:.8rem;padding:2px 10px;border-radius:99px;background:light-dark(#fff3d6,#3a2e12);color:light-dark(#6b4a00,#ffd98a)}
.phone{display:grid;grid-template-rows:auto 1fr;min-height:0;width:100%;max-width:480px;margin:0 auto;background:light-dark(#efeae2,#0b141a);border-inline:1px solid var(--line)}
.who{display:flex;gap:8px;align-items:center;padding:8px;background:var(--card);border-bottom:1px solid var(--line);font-size:.9rem}.who label{white-space:nowrap}
.chat{display:grid;grid-template-rows:1fr auto auto;min-height:0}
.log{overflow:auto;padding:12px;display:flex;flex-direction:column;gap:6px;overscroll-behavior:contain}
.empty{color:light-dark(#4a4f57,#b6bcc6);text-align:center;margin:auto;max-width:30ch}
.m{max-width:86%;padding:7px 10px;border-radius:10px;background:light-dark(#fff,#202c33);white-space:pre-line;overflow-wrap:anywhere;font-size:.95rem;line-height:1.45;align-self:flex-start}
.m.me{align-self:flex-end;background:light-dark(#d9fdd3,#005c4b)}.m.promo{border-inline-start:3px solid var(--brand)}
.m time{float:right;font-size:.7rem;color:light-dark(#5d6b73,#b6c3ca);margin:6px 0 0 8px}.m.me time{color:light-dark(#4a5a52,#d5e6df)}
.m img{display:block;max-width:100%;height:auto;background:#fff;border-radius:6px;margin:0 0 6px}.m pre{white-space:pre-wrap;font-size:.8rem;max-height:240px;overflow:auto}
.kb{display:grid;grid-template-columns:1fr 1fr;gap:4px;width:86%}.kb.wide{grid-template-columns:1fr}
.kb button,.kb .btn{font-size:.9rem;background:light-dark(#fff,#2b3a42);color:light-dark(#0b5fa5,#7cc4ff);border:1px solid var(--line);text-align:center}
input,select,button,.btn{font:inherit;min-height:44px;border-radius:8px;padding:8px 12px}
input,select{background:var(--card);color:inherit;border:1px solid var(--mut);width:100%;min-width:0}
button,.btn{background:var(--brand);color:var(--brand-ink);border:0;font-weight:600;cursor:pointer;text-decoration:none;display:inline-block}
.link{padding:0 8px 8px}.link button{width:100%}
.compose{display:flex;gap:8px;padding:8px;background:var(--card);border-top:1px solid var(--line)}.compose .send{white-space:nowrap}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
`

export const phoneScript = `
const log = document.getElementById('log'), form = document.querySelector('.chat'), text = document.getElementById('text')
const params = () => new URLSearchParams(new FormData(form))
let shown = log.innerHTML, busy = false
const show = (markup) => {
  if (markup === shown) return
  shown = markup
  log.innerHTML = markup
  log.scrollTop = log.scrollHeight
}
log.scrollTop = log.scrollHeight
document.querySelector('#as').addEventListener('change', (e) => e.target.form.requestSubmit())
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const by = event.submitter, body = params()
  if (by && by.name) { body.set(by.name, by.value); if (by.name !== 'send') body.delete('text') }
  else body.set('send', '1')
  text.value = ''
  busy = true
  try { show(await (await fetch(form.action, { method: 'POST', headers: { 'x-live': '1' }, body })).text()) } finally { busy = false; text.focus() }
})
setInterval(async () => {
  if (busy || document.hidden) return
  const query = new URLSearchParams({ as: form.elements.as.value, lang: form.elements.lang.value })
  try {
    const answer = await fetch('/demo/phone/log?' + query)
    if (answer.ok && !busy) show(await answer.text())
  } catch {}
}, 1000)
`
