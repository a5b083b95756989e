/**
 * Generated houses of one city. The price is a known formula of living area, district, condition, age,
 * garden, garage and distance to the centre, times noise of 8 %.
 */
import { sampleRandom } from './make/sampleRandom';
import { circles } from './make/sketch';
import { defineSample } from './sampleDef';

const houseCount = 1500;
const soldIn = 2024;
const districts = [
  ['old town', 2, 1.35],
  ['harbour', 2, 1.2],
  ['hillside', 2, 1.1],
  ['garden city', 3, 1],
  ['east end', 3, 0.82],
] as const;
const conditions = [
  ['poor', 2, 0.85],
  ['fair', 4, 0.95],
  ['good', 5, 1.03],
  ['excellent', 2, 1.15],
] as const;

const sold: [area: number, price: number][] = [
  [8, 10],
  [14, 16],
  [18, 13],
  [24, 22],
  [29, 20],
  [33, 30],
  [38, 26],
  [43, 34],
  [48, 38],
  [52, 33],
  [58, 43],
  [63, 40],
  [68, 49],
  [74, 46],
  [80, 54],
  [86, 51],
  [91, 58],
];

export const houses = defineSample({
  type: 'houses',
  name: 'House prices',
  kind: 'tabular',
  task: 'regression',
  size: '1,500 rows, 9 columns',
  about: 'What a house sells for, from numbers and kinds. Generated.',
  sketch: [
    { path: 'M4 57 96 6', color: 1, line: 1.5 },
    {
      path: circles(
        sold.map(([area, price]) => [area, 62 - price]),
        2.4,
      ),
      color: 0,
    },
  ],
  fileName: 'houses.csv',
  make: makeHouses,
});

function makeHouses(): string {
  const random = sampleRandom(2718);
  const lines = [
    'living_area_m2,rooms,year_built,district,condition,garden_m2,garage,distance_to_centre_km,price_eur',
  ];
  for (let i = 0; i < houseCount; i++) {
    const area = Math.max(28, Math.exp(4.6 + 0.38 * random.normal()));
    const rooms = Math.max(1, Math.round(area / 24 + 0.7 * random.normal()));
    const year = Math.round(soldIn - 110 * random.uniform() ** 1.4);
    const [district, , districtFactor] = random.pick(districts);
    const [condition, , conditionFactor] = random.pick(conditions);
    const garden = random.chance(0.45) ? 0 : Math.round(Math.exp(5 + 0.7 * random.normal()));
    const garage = random.chance(0.4);
    const distance = 0.5 + 14 * random.uniform();
    const age = soldIn - year;
    const price =
      (1900 * area ** 1.05 + 90 * garden + (garage ? 18_000 : 0) + 2500 * rooms) *
      districtFactor *
      conditionFactor *
      Math.exp(-0.035 * distance - 0.004 * age + 0.00003 * age * age) *
      Math.exp(0.08 * random.normal());
    lines.push(
      [
        area.toFixed(1),
        String(rooms),
        String(year),
        district,
        condition,
        String(garden),
        garage ? 'yes' : 'no',
        distance.toFixed(2),
        String(Math.round(price / 100) * 100),
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}
