/** Emoji by Slack's short names. The first group is what the picker offers; all can be shown. */

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

const MORE = `
hammer 🔨|wrench 🔧|gear ⚙️|hammer_and_wrench 🛠️|shield 🛡️|crossed_swords ⚔️|bookmark 🔖|pushpin 📌|paperclip 📎|link 🔗
mag 🔍|mag_right 🔎|package 📦|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|clipboard 📋|file_folder 📁
open_file_folder 📂|card_index_dividers 🗂️|inbox_tray 📥|outbox_tray 📤|email 📧|mailbox 📫|pencil 📝|pencil2 ✏️|lower_left_ballpoint_pen 🖊️|crown 👑
bust_in_silhouette 👤|busts_in_silhouette 👥|man 👨|woman 👩|people_hugging 🫂|detective 🕵️|sleuth_or_spy 🕵️|ninja 🥷|mage 🧙
door 🚪|house 🏠|office 🏢|school 🏫|hospital 🏥|bank 🏦|factory 🏭|construction 🚧|triangular_flag_on_post 🚩|checkered_flag 🏁
white_flag 🏳️|black_flag 🏴|triangular_ruler 📐|test_tube 🧪|microscope 🔬|telescope 🔭|satellite 🛰️|computer 💻|desktop_computer 🖥️
iphone 📱|telephone_receiver 📞|battery 🔋|electric_plug 🔌|money_with_wings 💸|moneybag 💰|dollar 💵|credit_card 💳|gem 💎
gift 🎁|balloon 🎈|confetti_ball 🎊|performing_arts 🎭|art 🎨|clapper 🎬|microphone 🎤|headphones 🎧|musical_note 🎵|jigsaw 🧩
video_game 🎮|soccer ⚽|basketball 🏀|running 🏃|walking 🚶|bike 🚲|car 🚗|red_car 🚗|bus 🚌|train 🚋|airplane ✈️|ship 🚢|motorway 🛣️
apple 🍎|green_apple 🍏|banana 🍌|cookie 🍪|popcorn 🍿|tea 🍵|wine_glass 🍷|tropical_drink 🍹|hamburger 🍔|taco 🌮
fox_face 🦊|bear 🐻|panda_face 🐼|penguin 🐧|owl 🦉|turtle 🐢|snake 🐍|octopus 🐙|bee 🐝|butterfly 🦋|whale 🐳|evergreen_tree 🌲|deciduous_tree 🌳|four_leaf_clover 🍀|rose 🌹|sunflower 🌻|tulip 🌷
crescent_moon 🌙|full_moon 🌕|cloud ☁️|umbrella ☔|ocean 🌊|volcano 🌋|earth_americas 🌎|earth_asia 🌏|world_map 🗺️|compass 🧭
orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|black_heart 🖤|white_heart 🤍|broken_heart 💔|two_hearts 💕
large_orange_circle 🟠|large_purple_circle 🟣|large_brown_circle 🟤|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|large_purple_square 🟪|white_large_square ⬜|black_large_square ⬛
small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷|large_orange_diamond 🔶|small_red_triangle 🔺|small_red_triangle_down 🔻|radio_button 🔘|ballot_box_with_check ☑️|white_medium_square ◻️|black_medium_square ◼️
six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|zero 0️⃣|keycap_ten 🔟|hash #️⃣|information_source ℹ️|grey_question ❔|grey_exclamation ❕|bangbang ‼️|interrobang ⁉️|o ⭕|negative_squared_cross_mark ❎|recycle ♻️|infinity ♾️
arrow_forward ▶️|arrow_backward ◀️|black_right_pointing_triangle_with_double_vertical_bar ⏯️|black_square_for_stop ⏹️|black_circle_for_record ⏺️|rewind ⏪|black_right_pointing_double_triangle_with_vertical_bar ⏭️|black_left_pointing_double_triangle_with_vertical_bar ⏮️|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrow_up_down ↕️|left_right_arrow ↔️|twisted_rightwards_arrows 🔀|repeat 🔁|arrows_clockwise 🔃|top 🔝|soon 🔜|back 🔙|end 🔚|new 🆕|sos 🆘|up 🆙|ok 🆗|cool 🆒|free 🆓
watch ⌚|clock1 🕐|clock3 🕒|clock6 🕕|clock9 🕘|clock12 🕛|timer_clock ⏲️|spiral_calendar_pad 🗓️|date 📅|no_bell 🔕|mute 🔇|speaker 🔈|sound 🔉|loud_sound 🔊|closed_lock_with_key 🔐|lock_with_ink_pen 🔏|old_key 🗝️|love_letter 💌|envelope_with_arrow 📩|e-mail 📧|newspaper 📰|rolled_up_newspaper 🗞️|label 🏷️|ticket 🎫|second_place_medal 🥈|third_place_medal 🥉|reminder_ribbon 🎗️|rosette 🏵️|military_medal 🎖️|bookmark_tabs 📑|notebook 📓|ledger 📒|closed_book 📕|green_book 📗|blue_book 📘|orange_book 📙|book 📖|open_book 📖
smiley 😃|grin 😁|laughing 😆|satisfied 😆|innocent 😇|relaxed ☺️|relieved 😌|kissing_heart 😘|yum 😋|stuck_out_tongue 😛|stuck_out_tongue_winking_eye 😜|smirk 😏|unamused 😒|pensive 😔|disappointed 😞|worried 😟|angry 😠|triumph 😤|fearful 😨|cold_sweat 😰|flushed 😳|dizzy_face 😵|mask 😷|shushing_face 🤫|zipper_mouth_face 🤐|face_with_raised_eyebrow 🤨|star-struck 🤩|pleading_face 🥺|melting_face 🫠|saluting_face 🫡|face_with_peeking_eye 🫣|smiling_imp 😈|alien 👽|hear_no_evil 🙉|speak_no_evil 🙊|poop 💩|hankey 💩
facepalm 🤦|man-shrugging 🤷‍♂️|woman-shrugging 🤷‍♀️|raising_hand 🙋|bow 🙇|no_good 🙅|ok_woman 🙆|crossed_fingers 🤞|v ✌️|the_horns 🤘|call_me_hand 🤙|fist ✊|facepunch 👊|left-facing_fist 🤛|right-facing_fist 🤜|open_hands 👐|palms_up_together 🤲|writing_hand ✍️|brain 🧠|ear 👂|eye 👁️|lips 👄|speaking_head_in_silhouette 🗣️|left_speech_bubble 🗨️|anger 💢|boom 💥|dash 💨|sweat_drops 💦|zzz 💤|dizzy 💫|star2 🌟|glowing_star 🌟|drum_with_drumsticks 🥁|magic_wand 🪄|crystal_ball 🔮|bomb 💣|rotating_light 🚨|ambulance 🚑|fire_engine 🚒|police_car 🚓|vertical_traffic_light 🚦|traffic_light 🚥|octagonal_sign 🛑|anchor ⚓|bricks 🧱|scissors ✂️|wastebasket 🗑️|broom 🧹|candle 🕯️|flashlight 🔦|dna 🧬|syringe 💉|pill 💊|stethoscope 🩺|coin 🪙|balance_scale ⚖️|judge 🧑‍⚖️|ladder 🪜|nut_and_bolt 🔩|chains ⛓️|magnet 🧲|thermometer 🌡️|umbrella_on_ground ⛱️
`;

const ALIASES = {
  thumbsup: "+1", thumbsdown: "-1", hand: "raised_hand", thinking: "thinking_face", robot: "robot_face",
  party_popper: "tada", hugs: "hugging_face", rofl: "rolling_on_the_floor_laughing", punch: "facepunch",
  heavy_exclamation_mark: "exclamation", pause_button: "double_vertical_bar", unicorn: "unicorn_face",
  vote: "ballot_box_with_ballot", ballot_box: "ballot_box_with_ballot", male_detective: "sleuth_or_spy",
};

const read = (table) =>
  table.trim().split(/[|\n]/).map((line) => {
    const [name, char, ...words] = line.trim().split(" ");
    return { name, char, words: words.join(" ") };
  });

export const picker = read(COMMON);

const chars = new Map([...picker, ...read(MORE)].map(({ name, char }) => [name, char]));
for (const [alias, name] of Object.entries(ALIASES)) if (!chars.has(alias)) chars.set(alias, chars.get(name));

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** The emoji's character for "tada" or "+1::skin-tone-3", or null if this page cannot show it. */
export function emojiChar(name) {
  const [base, tone] = name.split("::skin-tone-");
  const char = chars.get(base);
  return char ? char.replace("️", tone ? "" : "️") + (TONES[tone] ?? "") : null;
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
  return everything.map((item) => [rank(item), item]).filter(([r]) => r < 3).sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

const inPicker = new Set(picker.map(({ name }) => name));
const everything = [...picker];
for (const [name, char] of chars) if (!inPicker.has(name)) everything.push({ name, char, words: "" });
