import { bytesText } from '#/core/bytesText';
import { formatCount } from '#/ui/charts/formatNumber';

export function BytesText({ value }: { value: number | undefined }) {
  if (value === undefined) return <span className="quiet">–</span>;
  return (
    <span className="num" title={`${formatCount(value)} bytes`}>
      {bytesText(value)}
    </span>
  );
}
