/** The demo page around the phone: three panes on a desk, one at a time on a phone. */
export const deskStyle = `
.desk .split{display:grid;grid-template-columns:minmax(320px,380px) minmax(0,1fr) 300px;min-height:0;height:100%}
.desk .pane:focus{outline:0}
.desk .pane{min-width:0;min-height:0;max-width:none;margin:0;border-radius:0;border-width:0 1px 0 0;height:100%}
.panes{display:none}
.desk .app{display:flex;align-items:center;background:var(--card);padding:4px 8px;gap:8px}.skins{display:flex;gap:4px;flex:none}
.desk .app .who{flex:1;border:0;padding:0;line-height:1.3;text-align:end}
.skins a{border-radius:8px}.skins a,.panes a{display:flex;align-items:center;justify-content:center;text-align:center;min-height:44px;padding:4px 12px;color:var(--ink);text-decoration:none;font-size:.9rem}
.skins a[aria-current]{background:var(--brand);color:var(--brand-ink);font-weight:600}
.shop iframe{width:100%;height:100%;border:0;display:block;background:var(--bg)}
.tasks{overflow:auto;padding:12px;background:var(--card)}
.tasks h2{font-size:1rem;margin:0 0 4px}.tasks p{margin:0 0 8px;font-size:.9rem}
.tasks ol,.tasks ul{list-style:none;margin:0 0 16px;padding:0;display:grid;gap:4px}
.tasks ol li{display:grid;grid-template-columns:20px minmax(0,1fr) auto;gap:2px 4px;align-items:center;padding:8px 0;border-top:1px solid var(--line)}.tasks .mark{align-self:start}.tasks ol .more{grid-column:2/-1}
.bar{display:flex;gap:4px;margin:4px 0 8px}.bar i{flex:1;height:6px;border-radius:3px;background:var(--line)}.bar i.on{background:var(--brand)}
.tasks ul{gap:4px;font-size:.85rem}.tasks time,.mut{color:var(--mut)}
.tasks small{display:block;color:var(--mut);line-height:1.35}.tasks button{white-space:nowrap;padding:4px 12px;font-size:.9rem}
.tasks [name=step]{white-space:normal;max-width:84px;line-height:1.25}
.tasks .done{color:var(--brand)}.tasks .row{display:flex;gap:6px;margin:0}.tasks input{font-size:.9rem;padding:4px 8px}
.wrong{color:light-dark(#b3261e,#ff8a80)}
.insp{background:var(--card);border-top:1px solid var(--line);font-size:.8rem}.insp>summary::before{content:'▸';margin-inline-end:6px}.insp[open]>summary::before{content:'▾'}.insp>summary{padding:0 12px;color:var(--mut);gap:4px}
#insp{overflow-wrap:anywhere;max-height:38vh;overflow:auto;padding:0 12px 8px}#insp p,#insp h2{margin:4px 0}#insp h2{font-size:.85rem}#insp ul{margin:0;padding-left:16px}
#insp table{border-collapse:collapse;width:100%}#insp th{text-align:start;font-weight:500}#insp .new{font-weight:700;color:var(--brand)}
#insp pre{white-space:pre-wrap;overflow-wrap:anywhere;max-height:160px;overflow:auto;margin:0;background:var(--bg);padding:4px}
@media(max-width:1000px){
.panes{display:grid;grid-template-columns:1fr 1fr 1fr;background:var(--card);border-bottom:1px solid var(--line)}
.desk .split{display:block}.desk .pane{display:none;border:0}
.desk .pane:target{display:block}.desk .phone:target,.desk .split:not(:has(:target)) .phone{display:flex}
.desk:has(#phone:target) a[href="#phone"],.desk:has(#shop:target) a[href="#shop"],.desk:has(#tasks:target) a[href="#tasks"],.desk:not(:has(.pane:target)) .panes a[href="#phone"]{font-weight:700;color:var(--brand);box-shadow:inset 0 -3px var(--brand)}
}
`

/** Keeps the tour, the feed and the inspector up to date, and the console's pages that are only read. */
export const deskScript = `
const one = (id) => document.getElementById(id)
const shop = one('console'), seen = new Map()
let version = ''
const READ_ONLY = /^\\/demo\\/console(\\/(members|broadcasts|chats))?$/

const put = (id, markup) => {
  if (seen.get(id) === markup) return
  const first = !seen.has(id)
  seen.set(id, markup)
  if (!first) one(id).innerHTML = markup
}
// step by step, so that what has the focus or holds a half-typed code is left alone
const putSteps = (steps) => {
  const list = one('quest')
  steps.forEach((markup, at) => {
    const key = 'step' + at
    if (seen.get(key) === markup) return
    const first = !seen.has(key)
    seen.set(key, markup)
    if (!first) list.children[at].outerHTML = markup
  })
}
// a page on which somebody may be typing is never taken away
const refresh = (next) => {
  const isNews = version !== '' && next !== version
  version = next
  if (!isNews) return
  const inside = shop.contentWindow, at = inside.document.activeElement
  const isTyping = at && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
  if (READ_ONLY.test(inside.location.pathname) && !isTyping) inside.location.reload()
}
const look = async () => {
  if (document.hidden) return
  try {
    const answer = await fetch('/demo/live?' + new URLSearchParams(new FormData(one('keys'))))
    if (!answer.ok) return
    const live = await answer.json()
    putSteps(live.steps)
    put('score', live.score)
    put('feed', live.feed)
    put('insp', live.inspection)
    put('inspline', live.summary)
    refresh(live.version)
  } catch {}
}
look()
setInterval(look, 1000)
`
