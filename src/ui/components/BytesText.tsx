import { bytesText } from '#/core/bytesText';

export function BytesText({ value }: { value: number | undefined }) {
  if (value === undefined) return <span className="quiet">–</span>;
  return (
    <span className="num" title={`${value.toLocaleString('en-US')} bytes`}>
      {bytesText(value)}
    </span>
  );
}
