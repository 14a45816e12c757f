/** Everyday English words that must not be taken for a mistyped keyword: shop is not stop, step is not stop. */
export const commonWords: readonly string[] = `
a about above across act actually add advice after again against age ago ahead air all allow almost alone along already also although always am among
amount an and angry animal another answer any anybody anyone anything anyway apart apple are area arm around arrive art as aside ask asked at ate away
baby back bad badge bag ball ballet band bank base basket bath be bear beat beautiful became because become bed been beer before began begin behind being believe
bell below belt best bet better between beyond big bill bind bird bit bite black blue board boat body bold bond bone book boot both bottle bought bound bowl box boy brand bread
break brick bring broken brother brought brown browse build burn bus business busy but buy by cafe cake call came camera can candy cannot cap car care cared careful cart
carry case cast cat catch cause cell center cents chair chance change charge cheap cheek chess chess chicken child choice choose chop city clam class clean clear
clever click climb clock close closed cloth clothes cloud coat coffee coin coke cold collect color colour come comes coming common company
compare cone consider contain contract cook cool cope copy core corn corner correct cost could count country couple course cover coverage cow cream create
crash cream cross cry cup customer cut dad damaged dance danger dark date dates daughter day days dead deal dear death decide deep defer delay deliver
delivered delivery depend desk did die different difficult dime dinner direct dirty do doctor does dog dollar done door down draw dream dress drink drive
drop dry due during dust each ear early easy eat effort egg eight either else empty end enjoy enough enter error even evening event ever every everybody
everyone everything exact example except excuse explain extra eye face fact fail fair fall false family far farm fast fat father fee feel feet fell felt few field
fiend fight figure fill final find fine finger finish fire first fish fit five fix flat flee floor flower fly follow food foot for force forget fork form
forward found four free fresh friday fried from front fruit full fun funny game gave gear general get girl give given glad glass go goal goes going golf
gone good got great green grew ground group grow guess gym guy had hair half hall hand hang happen happened happy hard hat hate have he head hear heard heart
heal heap heat heavy held hell help her here hers herself high hill him himself his hit hold hole holiday home honey hope horse hose hot hotel hour house how however
hundred hurry hurt husband ice idea if ill important in inside instead into is issue it item its itself job joint joke july june jump just keep kept key
kick kid kill kind kiss kitchen knee knew know known lady lake lamb land large last late later laugh law lay lead leaf learn leash least leather lease led left leg lend less
let letter lick lie life lift light like liked liking line lint lion lip list listen little live local lock long look loose lose losing lost lot lots loud love low luck lucky lumber lunch
made mail main make male man many map march mark market massage match matter may maybe me meal mean meat meet men mend met middle might mile milk mind mine minute mirror miss
mistake mix model mom moment monday money monkey month mood moon more morning most mother mouth move movie much music must my myself nail name named near nearly
neck need never new news next nice night nine no nobody noise none nor normal north nose not note nothing notice now of off office often oh oil ok old on once
one only onto open opposite or orange order other others our ours out outside over own owner pack package page paid pain paint pair pants paper parcel parent park parks part party
pass past path pay paying payment peak pen pencil per perfect perhaps period phony photo piano pick picked picture piece pink pint place plain plan plane plant plastic plate play
please pocket pony pool poor porch possible post pound present pretty price prices print prison private probably problem product prone proper prove provide public pull pure purse push put
queen question quick quiet quilt quit quite quote rain ran rather raw reach read ready real really reason receive recent recipe red reefer refund refunds refuse regard remain remember rent
repair reply report respond rest return returned returns review rice rich ride right ring river road rock role room round row rule rum run sad safe said sake salt same sand sang sat
saturday save saw say scam scan scar scare school score sea seal search seat second see seem seen self sell send sense set seven several shake shall shape shard shark sharp she sheet
shelf shine ship shipping shirt shoe shoes shop shopping shops shore short shot should shout show shut sick side sigh sign silk simple since sing singer single sink sir sister sit
site sitting six size skin skirt sky sleep slice slide slim slip slop slow small smart smell smile smoke snack sneak snow so soap soft sold some somebody someone something sometimes
son song soon sorry sort sound soup south space spare speak spear special speech speed spell spend spent spin spoke spoon sport spot spring square stair stale stamp stand standard star stared
stare stars started starting state statue stay steal steam steel steep stem step steps stick stiff still stock stomp stone stood stoop stories story strange street strong student study stuff such sudden
sugar suit sum summer sun sunday sure surprise sweet swim table tail take taken taking tale talent tall tank tape tart task taste taught tax tea teach team tear tell ten term test than
thank that the their them then there these they thick thin thing things think third this those though thought thousand three threw through throw thursday thus tickets tie tied ties tiger till time times
tile tiny tip tire tired title to today together told tomorrow tone tongue tonight too took tool tooth top torn total touch toward towards town toy trade train travel tree tried trip trouble true trust
truth try trying tuesday turn twice two type under understand until unless up upon upset us use useful usual usually van very video view visit voice wait waiting walk wall wallpaper want wanted
war warm was wash wasn waste watch water way we weak wear weather web wednesday week weeks weight well went were west wet what wheat wheel when where whether which while white who whole whom whose why
wide wife wild will win wind window wine wing winter wish with within without woman women wonder wood word words work worked works world worm worried worry worse worst worth would wow write
wrong yard year years yellow yes yesterday yet you young your yours zero cinema joins coins points cards paint pained printed printer honest jeans dress sitter
scared stored stove shared shade shave shoved shoulder chats charm chair sliver silvery recover rivers lever levels never cover clover liver revel mover tier tiger
prefer prefers suffer differ buffer offend office officer covers manager menus mentor people purple temple careful wonderful regards rewarding award awards pointless pointed
`
	.trim()
	.split(/\s+/)
