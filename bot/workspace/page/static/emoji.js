/** Emoji by Slack's short names: emoji.txt has all of them; COMMON come first in the picker, with words to find them by. */

const COMMON = `
+1 👍 thumbsup yes agree|-1 👎 thumbsdown no disagree|white_check_mark ✅ yes done tick|x ❌ no cross wrong|shrug 🤷 abstain dunno
heart ❤️ love|tada 🎉 party hooray celebrate|eyes 👀 look see|raised_hands 🙌 hooray praise|clap 👏 applause bravo
pray 🙏 thanks please|wave 👋 hello bye|ok_hand 👌 fine|raised_hand ✋ stop hand|muscle 💪 strong
point_up ☝️ one|point_right 👉 this|point_left 👈 that|point_down 👇 below|handshake 🤝 deal agree
fire 🔥 hot|rocket 🚀 launch ship|star ⭐ favourite|sparkles ✨ shiny new|100 💯 hundred perfect
joy 😂 laugh tears|smile 😄 happy|grinning 😀 happy|slightly_smiling_face 🙂 smile|wink 😉 joke
blush 😊 happy shy|heart_eyes 😍 love|sunglasses 😎 cool|thinking_face 🤔 think hmm|neutral_face 😐 meh
confused 😕 unsure|cry 😢 sad tear|sob 😭 cry loud|rage 😡 angry|scream 😱 shock
open_mouth 😮 surprise wow|sweat_smile 😅 phew|rolling_on_the_floor_laughing 🤣 rofl|face_with_rolling_eyes 🙄 eyeroll|hugging_face 🤗 hug
upside_down_face 🙃 silly|sleeping 😴 tired zzz|exploding_head 🤯 mind blown|zany_face 🤪 crazy|partying_face 🥳 party
face_with_monocle 🧐 inspect|nerd_face 🤓 clever|skull 💀 dead|ghost 👻 boo|robot_face 🤖 bot
question ❓ ask why|exclamation ❗ important|warning ⚠️ careful danger|no_entry ⛔ forbidden stop|no_entry_sign 🚫 forbidden
heavy_check_mark ✔️ tick yes|heavy_plus_sign ➕ add more|heavy_minus_sign ➖ less|arrow_right ➡️ next|arrow_left ⬅️ back
arrow_up ⬆️ up|arrow_down ⬇️ down|arrows_counterclockwise 🔄 again refresh|fast_forward ⏩ skip|double_vertical_bar ⏸️ pause
red_circle 🔴 record|large_green_circle 🟢 go|large_yellow_circle 🟡 wait|large_blue_circle 🔵 info|white_circle ⚪ empty
one 1️⃣ first|two 2️⃣ second|three 3️⃣ third|four 4️⃣ fourth|five 5️⃣ fifth
bulb 💡 idea|memo 📝 note write|scroll 📜 policy document|page_facing_up 📄 document|books 📚 read
bell 🔔 alert ring|mega 📣 announce|loudspeaker 📢 announce|speech_balloon 💬 talk say|thought_balloon 💭 think
hourglass ⌛ time wait|hourglass_flowing_sand ⏳ time wait|stopwatch ⏱️ timer|alarm_clock ⏰ time|calendar 📆 date
lock 🔒 secret private|unlock 🔓 open|key 🔑 access|envelope ✉️ letter mail|incoming_envelope 📨 letter mail
trophy 🏆 win prize|first_place_medal 🥇 gold win|medal 🏅 prize|dart 🎯 target goal|game_die 🎲 chance luck
ballot_box_with_ballot 🗳️ vote|scales ⚖️ balance justice|classical_building 🏛️ government|globe_with_meridians 🌐 world web|earth_africa 🌍 world
rainbow 🌈 colours|sunny ☀️ sun|zap ⚡ fast|snowflake ❄️ cold|seedling 🌱 grow new
coffee ☕ break|pizza 🍕 food|beers 🍻 cheers|cake 🍰 sweet|birthday 🎂 party
dog 🐶 pet|cat 🐱 pet|bug 🐛 fault|unicorn_face 🦄 magic|see_no_evil 🙈 hide monkey
`;

const read = (table) =>
  table.trim().split(/[|\n]/).map((line) => {
    const [name, char, ...words] = line.trim().split(" ");
    return { name, char, words: words.join(" ") };
  });

/** Lines of emoji.txt: the character, its names, and * where it has skin tones. */
function readAll(text) {
  return text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => {
    const [char, ...names] = line.split(" ");
    const toned = names.at(-1) === "*";
    return { char, names: toned ? names.slice(0, -1) : names };
  });
}

const all = readAll(await (await fetch(new URL("emoji.txt", import.meta.url))).text());
const common = read(COMMON);
const chars = new Map(all.flatMap(({ char, names }) => names.map((name) => [name, char])));
const commonNames = new Set(common.map(({ name }) => name));

/** Everything the picker offers, the common ones first. */
export const picker = [
  ...common,
  ...all.filter(({ names }) => !commonNames.has(names[0])).map(({ char, names }) => ({
    name: names[0], char, words: names.slice(1).join(" "),
  })),
];

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** The emoji's character for "tada" or "+1::skin-tone-3", or null if this page cannot show it. */
export function emojiChar(name) {
  const [base, tone] = name.split("::skin-tone-");
  const char = chars.get(base);
  if (!char || !tone) return char ?? null;
  const [first, ...rest] = char;
  return first + (TONES[tone] ?? "") + rest.join("").replace(/^\uFE0F/, "");
}

/** Emoji whose name or keywords contain the words, the best first. */
export function searchEmoji(query) {
  const word = query.trim().toLowerCase().replace(/^:|:$/g, "").replace(/ /g, "_");
  if (!word) return picker;
  const rank = ({ name, words }) => {
    if (name.startsWith(word)) return 0;
    if (name.includes(word)) return 1;
    return words.includes(word) ? 2 : 3;
  };
  return picker.map((item) => [rank(item), item]).filter(([r]) => r < 3).sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}
