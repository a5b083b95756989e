/**
 * A census like Adult (Kohavi 1996; UCI Machine Learning Repository), as nobody's data: 48,842 rows of 14 columns whose
 * shares are those that are published of it (each category's count, 23.9 % above 50K, a half at exactly 40 hours, 8 % with
 * gains, 5 % with losses), with its known interactions: husbands and wives by sex, marriage and age; occupations by
 * education and sex; income by marriage, education, occupation, hours and age, gains in steps. Same seed, same bytes.
 */
import { sampleRandom } from '#/core/samples/make/sampleRandom';

export const censusRows = 48_842;
const positives = 0.2393;
/** So that the odds themselves reach an area under the curve of 0.94: the best learners come to 0.93 on the real census. */
const sureness = 1.25;

type Share = readonly [string, number];
const workclasses: Share[] = [
  ['Private', 33_906],
  ['Self-emp-not-inc', 3862],
  ['Local-gov', 3136],
  ['', 2799],
  ['State-gov', 1981],
  ['Self-emp-inc', 1695],
  ['Federal-gov', 1432],
  ['Without-pay', 21],
  ['Never-worked', 10],
];
/** Name, count, years at school, what it adds to the odds, how much it leads to an office. */
const educations: (readonly [string, number, number, number, number])[] = [
  ['HS-grad', 15_784, 9, -0.3, 0],
  ['Some-college', 10_878, 10, 0.1, 0.3],
  ['Bachelors', 8025, 13, 1, 1],
  ['Masters', 2657, 14, 1.4, 1.4],
  ['Assoc-voc', 2061, 11, 0.3, 0.4],
  ['11th', 1812, 7, -1.2, -0.6],
  ['Assoc-acdm', 1601, 12, 0.35, 0.5],
  ['10th', 1389, 6, -1.2, -0.6],
  ['7th-8th', 955, 4, -1.6, -0.9],
  ['Prof-school', 834, 15, 2, 1.8],
  ['9th', 756, 5, -1.5, -0.8],
  ['12th', 657, 8, -0.9, -0.4],
  ['Doctorate', 594, 16, 2.1, 2],
  ['5th-6th', 509, 3, -1.8, -1],
  ['1st-4th', 247, 2, -1.9, -1],
  ['Preschool', 83, 1, -2.5, -1.2],
];
/** Name, count, what it adds to the odds, how much education leads to it, how many more men than women. */
const occupations: (readonly [string, number, number, number, number])[] = [
  ['Prof-specialty', 6172, 0.6, 1.4, 0],
  ['Craft-repair', 6112, 0, -0.8, 1.6],
  ['Exec-managerial', 6086, 0.9, 0.8, 0.2],
  ['Adm-clerical', 5611, 0, 0, -1.1],
  ['Sales', 5504, 0.3, 0.2, 0.2],
  ['Other-service', 4923, -0.9, -0.9, -0.7],
  ['Machine-op-inspct', 3022, -0.3, -1, 0.6],
  ['', 2809, -0.3, -0.4, 0],
  ['Transport-moving', 2355, -0.1, -1, 1.8],
  ['Handlers-cleaners', 2072, -0.7, -1, 1.2],
  ['Farming-fishing', 1490, -1.1, -0.9, 1.6],
  ['Tech-support', 1446, 0.6, 0.6, 0],
  ['Protective-serv', 983, 0.6, 0.1, 1.2],
  ['Priv-house-serv', 242, -2, -1, -2],
  ['Armed-Forces', 15, 0, 0, 2],
];
const races: Share[] = [
  ['White', 41_762],
  ['Black', 4685],
  ['Asian-Pac-Islander', 1519],
  ['Amer-Indian-Eskimo', 470],
  ['Other', 406],
];
const countries: Share[] = [
  ['United-States', 43_832],
  ['Mexico', 951],
  ['', 857],
  ['Philippines', 295],
  ['Germany', 206],
  ['Puerto-Rico', 184],
  ['Canada', 182],
  ['El-Salvador', 155],
  ['India', 151],
  ['Cuba', 138],
  ['England', 127],
  ['China', 122],
  ['South', 115],
  ['Jamaica', 106],
  ['Italy', 105],
  ['Dominican-Republic', 103],
  ['Japan', 92],
  ['Guatemala', 88],
  ['Poland', 87],
  ['Vietnam', 86],
  ['Columbia', 85],
  ['Haiti', 75],
  ['Portugal', 67],
  ['Taiwan', 65],
  ['Iran', 59],
  ['Greece', 49],
  ['Nicaragua', 49],
  ['Peru', 46],
  ['Ecuador', 45],
  ['France', 38],
  ['Ireland', 37],
  ['Hong', 30],
  ['Thailand', 30],
  ['Cambodia', 28],
];
/** Gains at which nearly all are above, and the rest. */
const gains = [7298, 7688, 15_024, 99_999, 3103, 5178, 2174, 3325, 594, 4386] as const;
const losses = [1902, 1977, 1887, 1485, 1590, 1602, 1672, 2001] as const;

export interface Census {
  csv: string;
  /** Of each row the odds by which its label was drawn: what the best model could know. */
  chances: number[];
  labels: boolean[];
}

export function makeCensus(seed = 1994, rows = censusRows): Census {
  const random = sampleRandom(seed);
  const people = Array.from({ length: rows }, () => makePerson(random));
  const base = interceptOf(people.map(({ score }) => score));
  const chances = people.map(({ score }) => logistic(score + base));
  const labels = chances.map((chance) => random.chance(chance));
  const header =
    'age,workclass,fnlwgt,education,education_num,marital_status,occupation,relationship,race,sex,capital_gain,capital_loss,hours_per_week,native_country,income';
  const lines = people.map(({ cells }, i) => [...cells, labels[i] ? '>50K' : '<=50K'].join());
  return { csv: [header, ...lines].join('\n'), chances, labels };
}

const logistic = (score: number): number => 1 / (1 + Math.exp(-score));

/** Added to all, so that as many are above 50K as there are. */
function interceptOf(scores: readonly number[]): number {
  let [low, high] = [-20, 20];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    const share = scores.reduce((sum, score) => sum + logistic(score + middle), 0) / scores.length;
    if (share < positives) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function makePerson(random: ReturnType<typeof sampleRandom>) {
  const { uniform, normal, chance, pick } = random;
  const male = chance(0.6685);
  // From 17, skewed: a mean of 38.6 and a deviation of 13.7.
  const age = Math.min(
    90,
    Math.floor(17 + 21.6 * (-Math.log(1 - uniform()) * 0.55 + 0.45 * Math.abs(normal()) * 1.25)),
  );
  const [workclass] = pick(workclasses);
  const young = age < 23;
  const [education, , years, learnt, office] = pick(
    educations.map(([name, count, ...rest]) => {
      const [atSchool, rare] = [rest[0] < 9 || rest[0] === 10, rest[0] >= 13];
      return [name, count * (young ? (atSchool ? 2 : rare ? 0.1 : 1) : 1), ...rest] as const;
    }),
  );
  const marital = pick([
    ['Married-civ-spouse', 22_379 * (male ? 1.33 : 0.34) * Math.min(1.25, Math.max(0.01, (age - 18) / 14))],
    ['Never-married', 16_117 * (male ? 0.9 : 1.2) * Math.max(0.12, Math.min(3, (48 - age) / 10))],
    ['Divorced', 6633 * (male ? 0.65 : 1.7) * Math.min(1.3, Math.max(0.02, (age - 20) / 18))],
    ['Separated', 1530 * (male ? 0.6 : 1.8)],
    ['Widowed', 1518 * (male ? 0.3 : 2.4) * Math.max(0.02, (age - 30) / 20)],
    ['Married-spouse-absent', 628],
    ['Married-AF-spouse', 37 * (male ? 0.6 : 1.8)],
  ] as const)[0];
  const married = marital === 'Married-civ-spouse';
  const relationship = married
    ? chance(0.985)
      ? male
        ? 'Husband'
        : 'Wife'
      : 'Other-relative'
    : pick([
        ['Not-in-family', 12_583 * (age > 24 ? 1.2 : 0.6)],
        ['Own-child', 7581 * (age < 25 ? 3.2 : age < 35 ? 0.7 : 0.2)],
        ['Unmarried', 5125 * (male ? 0.4 : 1.6) * (marital === 'Never-married' ? 0.5 : 1.6)],
        ['Other-relative', 1506],
      ] as const)[0];
  const [job, , paid] = pick(
    occupations.map(
      ([name, count, worth, by, men]) =>
        [name, count * Math.exp(0.75 * by * office + (male ? 0.33 : -0.67) * men), worth] as const,
    ),
  );
  const occupation = workclass === '' || workclass === 'Never-worked' ? '' : job;
  const usual = chance(0.467) ? 40 : Math.round(41 + 16 * normal() + (male ? 2 : -4) + (age < 22 ? -12 : 0));
  const hours = Math.min(99, Math.max(1, usual));
  const rich = (married ? 0.06 : 0.025) + (office >= 1 ? 0.05 : 0);
  const gain = chance(rich * 1.35) ? (gains[Math.floor(uniform() * gains.length)] as number) : 0;
  const loss = gain === 0 && chance(0.049) ? (losses[Math.floor(uniform() * losses.length)] as number) : 0;
  const [race] = pick(races);
  const [country] = pick(countries);
  const works = occupation === '' ? 0 : paid;
  const score =
    sureness *
    ((married ? 2.6 : marital === 'Never-married' ? -0.6 : 0) +
      (married ? 1.3 : 0.9) * learnt +
      works +
      -0.0032 * (Math.min(age, 75) - 50) ** 2 +
      0.03 * Math.min(30, hours - 40) +
      (hours < 30 ? -0.7 : 0) +
      (gain >= 7000 ? 6 : gain === 5178 || gain === 3103 ? 3.5 : gain > 0 ? -1.2 : 0) +
      (loss >= 1887 && loss < 2000 ? 1.6 : loss > 0 ? -0.8 : 0) +
      (workclass === 'Self-emp-inc' || workclass === 'Federal-gov' ? 0.45 : 0) +
      (workclass === 'Self-emp-not-inc' ? -0.5 : 0) +
      (married && !male ? 0.5 : 0));
  const weight = Math.round(Math.min(1_490_400, Math.exp(12.0 + 0.63 * normal())));
  const cells = [
    age,
    workclass,
    weight,
    education,
    years,
    marital,
    occupation,
    relationship,
    race,
    male ? 'Male' : 'Female',
    gain,
    loss,
    hours,
    country,
  ];
  return { cells, score };
}
