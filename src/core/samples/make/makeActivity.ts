/** Accelerations as a phone in a pocket would feel them while its owner rests, walks, runs or climbs. Generated. */
import { sampleRandom } from './sampleRandom';

const perSecond = 20;
const people = 8;
const bouts = 12;
const boutSeconds = 12;

/** Steps a second, and how hard each is (g): up and down, forwards, sideways. */
const activities = {
  resting: { pace: 0, force: [0, 0, 0] },
  walking: { pace: 1.8, force: [0.32, 0.18, 0.1] },
  running: { pace: 2.7, force: [1.1, 0.5, 0.3] },
  climbing: { pace: 1.2, force: [0.4, 0.3, 0.16] },
} as const;
type Activity = keyof typeof activities;

export function makeActivity(): string {
  const random = sampleRandom(1729);
  const names = Object.keys(activities) as Activity[];
  const lines = ['person,time (s),up (g),forward (g),side (g),activity'];
  for (let person = 1; person <= people; person++) {
    // Everyone has a gait and a pocket.
    const [pace, force, tilt] = [
      1 + 0.12 * random.normal(),
      1 + 0.15 * random.normal(),
      0.2 * random.normal(),
    ];
    let [phase, at] = [0, 0];
    for (let bout = 0; bout < bouts; bout++) {
      const name = names[(bout + person + Math.floor(3 * random.uniform())) % names.length] as Activity;
      const { pace: steps, force: g } = activities[name];
      for (let i = 0; i < boutSeconds * perSecond; i++, at++) {
        phase += (2 * Math.PI * steps * pace * (1 + 0.04 * random.normal())) / perSecond;
        const noise = () => 0.03 * random.normal();
        const up = Math.cos(tilt) + force * g[0] * (Math.sin(phase) + 0.4 * Math.sin(2 * phase)) + noise();
        const forward = Math.sin(tilt) + force * g[1] * Math.sin(phase + 1) + noise();
        const side = force * g[2] * Math.sin(phase / 2) + noise();
        lines.push(
          `p${person},${(at / perSecond).toFixed(2)},${[up, forward, side].map((value) => value.toFixed(3)).join()},${name}`,
        );
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
