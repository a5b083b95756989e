/** A moment of a short span as a clock, of a long one as a day; in the browser's own time. */
export function clockText(at: number, spanMs: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  if (spanMs > 3 * 86_400_000) return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return spanMs < 600_000 ? `${clock}:${two(date.getSeconds())}` : clock;
}
