/**
 * Generated houses of one city. The price is a known formula of living area, district, condition, age,
 * garden, garage and distance to the centre, times noise of 8 %.
 */
import { sampleRandom } from './sampleRandom';

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

export function makeHouses(): string {
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
