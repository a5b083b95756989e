/**
 * Log lines of servers over three days, with a rhythm of the day. Incidents are put in, and what an incident is, is known:
 * a burst of errors, answers that get slow, or logins that are tried by force. Generated.
 */
import { sampleRandom } from './sampleRandom';

const servers = ['web-1', 'web-2', 'web-3', 'web-4', 'api-1', 'api-2', 'api-3', 'db-1', 'db-2', 'mail-1'];
const days = 3;
const minute = 60_000;
const start = Date.UTC(2024, 2, 4);
/** Of one server in three days. */
const incidentsEach = 6;

type Trouble = 'errors' | 'slow' | 'logins';
const troubles: Trouble[] = ['errors', 'slow', 'logins'];

interface Incident {
  from: number;
  to: number;
  trouble: Trouble;
}

export function makeServerEvents(seed = 2024): string {
  const random = sampleRandom(seed);
  const rows: { at: number; line: string }[] = [];
  for (const server of servers) {
    const [busy, usual] = [0.35 + 0.15 * random.uniform(), 60 + 60 * random.uniform()];
    const incidents = Array.from({ length: incidentsEach }, (_, i): Incident => {
      const share = (i + 0.15 + 0.6 * random.uniform()) / incidentsEach;
      const from = start + share * days * 1440 * minute;
      return {
        from,
        to: from + (60 + 90 * random.uniform()) * minute,
        trouble: troubles[(i + servers.indexOf(server)) % troubles.length] as Trouble,
      };
    });
    for (let at = start; at < start + days * 1440 * minute; ) {
      const hour = ((at - start) / (60 * minute)) % 24;
      const rhythm = 1 - 0.5 * Math.cos((2 * Math.PI * (hour - 3)) / 24);
      const now = incidents.find(({ from, to }) => at >= from && at < to);
      const pace = busy * rhythm * (now && now.trouble !== 'slow' ? 1.8 : 1);
      at += (-Math.log(1 - random.uniform()) / pace) * minute;
      const [event] = random.pick([
        ['request', 80],
        ['login', now?.trouble === 'logins' ? 150 : 6],
        ['cache miss', 8],
        ['error', now?.trouble === 'errors' ? 120 : 3],
        ['restart', 0.4],
      ] as const);
      const slow = now?.trouble === 'slow' ? 4 : 1;
      const took = usual * slow * Math.exp(0.35 * random.normal()) * (event === 'error' ? 1.6 : 1);
      const time = new Date(Math.round(at)).toISOString();
      rows.push({ at, line: `${time},${server},${event},${took.toFixed(1)},${now ? 'yes' : 'no'}` });
    }
  }
  rows.sort((a, b) => a.at - b.at);
  return `time,server,event,took_ms,incident\n${rows.map(({ line }) => line).join('\n')}\n`;
}
