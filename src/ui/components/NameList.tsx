import { formatCount } from '../charts/formatNumber';

const mostShown = 8;

/** Names of what something touches, the first few. */
export function NameList({ items }: { items: readonly { id: string; name: string }[] }) {
  const rest = items.length - mostShown;
  return (
    <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
      {items.slice(0, mostShown).map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
      {rest > 0 && <li>and {formatCount(rest)} more</li>}
    </ul>
  );
}
