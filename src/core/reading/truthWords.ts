/** Words for true and false, as files write them in the languages people use most. Lower case. */
const pairs =
  'true/false .true./.false. ✓/✗ ✔/✘ ☑/☐ yes/no y/n t/f 1/0 on/off ja/nein wahr/falsch oui/non vrai/faux sí/no si/no verdadero/falso vero/falso ja/nee waar/onwaar sim/não sim/nao verdadeiro/falso да/нет tak/nie ano/ne igen/nem evet/hayır はい/いいえ 是/否 真/假 예/아니요';

const trueWords = new Set<string>();
const falseWords = new Set<string>();
for (const pair of pairs.split(' ')) {
  const [yes = '', no = ''] = pair.split('/');
  trueWords.add(yes);
  falseWords.add(no);
}

const longest = Math.max(...[...trueWords, ...falseWords].map((word) => word.length));

/** 1, 0 or NaN. */
export function truthOf(text: string): number {
  if (text.length > longest) return Number.NaN;
  const lower = text.toLowerCase();
  return trueWords.has(lower) ? 1 : falseWords.has(lower) ? 0 : Number.NaN;
}
