/**
 * Generated telecom customers, some of whom left. Who leaves follows a logistic rule on contract, tenure,
 * charges, support calls and age, so a model does clearly better than "nobody leaves" and never perfectly.
 */
import { sampleRandom } from './sampleRandom';

const customers = 2000;
const firstDay = Date.UTC(2019, 0, 1);
const lastDay = Date.UTC(2024, 11, 31);
const dayMs = 86_400_000;
const contracts = [
  ['monthly', 5, 2.6],
  ['one year', 3, 0.5],
  ['two years', 2, -1.2],
] as const;
const connections = [
  ['fibre', 5, 62],
  ['dsl', 3, 41],
  ['none', 2, 19],
] as const;
const payments = [
  ['card', 4, 0],
  ['bank transfer', 3, 0],
  ['invoice', 3, 0.7],
] as const;

export function makeChurn(): string {
  const random = sampleRandom(1936);
  const unless = (share: number, text: string) => (random.chance(share) ? '' : text);
  const lines = [
    'customer_id,signup_date,age,contract,payment_method,internet,paperless_billing,monthly_charge,data_gb,support_calls,churned',
  ];
  for (let i = 0; i < customers; i++) {
    const signup = firstDay + Math.floor((random.uniform() * (lastDay - firstDay)) / dayMs) * dayMs;
    const tenureYears = (lastDay - signup) / dayMs / 365.25;
    const age = Math.round(18 + 62 * random.uniform());
    const [contract, , contractScore] = random.pick(contracts);
    const [internet, , usualCharge] = random.pick(connections);
    const [payment, , paymentScore] = random.pick(payments);
    const paperless = random.chance(payment === 'invoice' ? 0.25 : 0.75);
    const charge = Math.max(9.9, usualCharge + 9 * random.normal());
    const dataGb = internet === 'none' ? 0 : Math.exp(3 + 0.8 * random.normal());
    const calls = Math.floor(-Math.log(1 - random.uniform()) * (internet === 'fibre' ? 1.7 : 1.1));
    const score =
      contractScore +
      paymentScore +
      0.055 * (charge - 45) +
      0.75 * calls -
      0.55 * tenureYears -
      0.02 * (age - 45) -
      1.6;
    const churned = random.chance(1 / (1 + Math.exp(-1.3 * score)));
    lines.push(
      [
        `C${10_000 + i * 7}`,
        new Date(signup).toISOString().slice(0, 10),
        unless(0.03, String(age)),
        contract,
        unless(0.02, payment),
        internet,
        paperless ? 'yes' : 'no',
        charge.toFixed(2),
        unless(0.06, dataGb.toFixed(1)),
        String(calls),
        churned ? 'yes' : 'no',
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}
