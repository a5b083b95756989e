/** What Prometheus asks for, counted since the start. */
const edgesMs = [1, 5, 25, 100, 500, 2500];

export interface Figures {
  count(operation: string, status: number, ms: number): void;
  text(): string;
}

export function createFigures(): Figures {
  const requests = new Map<string, number>();
  const buckets = new Map<string, number[]>();
  const sums = new Map<string, number>();
  const startedAt = Date.now();
  return {
    count(operation, status, ms) {
      const key = `operation="${operation}",status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const counts = buckets.get(operation) ?? Array.from({ length: edgesMs.length + 1 }, () => 0);
      const found = edgesMs.findIndex((edge) => ms <= edge);
      const at = found < 0 ? edgesMs.length : found;
      counts[at] = (counts[at] ?? 0) + 1;
      buckets.set(operation, counts);
      sums.set(operation, (sums.get(operation) ?? 0) + ms);
    },
    text() {
      const lines = ['# TYPE tetrad_requests_total counter'];
      for (const [key, count] of requests) lines.push(`tetrad_requests_total{${key}} ${count}`);
      lines.push('# TYPE tetrad_request_seconds histogram');
      for (const [operation, counts] of buckets) {
        let below = 0;
        for (const [i, count] of counts.entries()) {
          below += count;
          const edge = edgesMs[i];
          const le = edge === undefined ? '+Inf' : String(edge / 1000);
          lines.push(`tetrad_request_seconds_bucket{operation="${operation}",le="${le}"} ${below}`);
        }
        lines.push(
          `tetrad_request_seconds_sum{operation="${operation}"} ${(sums.get(operation) ?? 0) / 1000}`,
        );
        lines.push(`tetrad_request_seconds_count{operation="${operation}"} ${below}`);
      }
      const { rss } = process.memoryUsage();
      lines.push('# TYPE tetrad_memory_bytes gauge', `tetrad_memory_bytes ${rss}`);
      lines.push(
        '# TYPE tetrad_up_seconds gauge',
        `tetrad_up_seconds ${(Date.now() - startedAt) / 1000}`,
        '',
      );
      return lines.join('\n');
    },
  };
}
