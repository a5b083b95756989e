/** What tokens look at: a layer, a head and who looks are chosen; the sample is shown with the shares laid over it. */
import { Button, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { AttentionShares } from '#/core/explain/attribution';
import { layerShares, readFrom, rolloutTo } from '#/core/explain/rollout';
import { formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { toDelimited } from '#/ui/components/delimited';
import { saveFile, safeFileName } from '#/ui/components/saveFile';
import type { AttributionViewProps } from './attributionViews';
import classes from './attention/attention.module.css';
import type { LookProps } from './attention/lookProps';
import { PatchPicture } from './attention/PatchPicture';
import { StretchLanes } from './attention/StretchLanes';
import { TokenText } from './attention/TokenText';
import explain from './explain.module.css';

const everything = 'all';

export function AttentionView({ found, version, of, fileName }: AttributionViewProps<AttentionShares>) {
  const [layer, setLayer] = useState(everything);
  const [head, setHead] = useState(everything);
  const [looking, setLooking] = useState<number>();
  const { shape, tokens, answer, grid } = found;
  const [layers, heads] = shape;
  const shares = useMemo(() => {
    const from =
      looking === undefined ? readFrom(found) : Float64Array.from(tokens, (_, i) => Number(i === looking));
    if (layer === everything) return rolloutTo(found, from);
    return layerShares(found, {
      layer: Number(layer),
      ...(head !== everything && { head: Number(head) }),
      from,
    });
  }, [found, tokens, layer, head, looking]);
  const look: LookProps = { found, shares, looking, onLook: setLooking };
  const rows = useMemo(
    () => tokens.map((token, place) => ({ place, token, share: shares[place] as number })),
    [tokens, shares],
  );
  const numbered = (count: number, word: string) =>
    Array.from({ length: count }, (_, i) => ({ value: String(i), label: `${word} ${i + 1}` }));
  return (
    <>
      <div className={explain.pick}>
        <Select
          label="Layer"
          w={200}
          allowDeselect={false}
          data={[{ value: everything, label: 'All layers (rollout)' }, ...numbered(layers, 'Layer')]}
          value={layer}
          onChange={(value) => setLayer(value ?? everything)}
        />
        <Select
          label="Head"
          w={160}
          allowDeselect={false}
          disabled={layer === everything}
          data={[{ value: everything, label: 'Mean of heads' }, ...numbered(heads, 'Head')]}
          value={layer === everything ? everything : head}
          onChange={(value) => setHead(value ?? everything)}
        />
        <Select
          label="Who looks"
          w={220}
          searchable
          allowDeselect={false}
          data={[
            {
              value: everything,
              label: answer === undefined ? 'All tokens, in the mean' : 'The token of the answer',
            },
            ...tokens.map((token, i) => ({ value: String(i), label: `${i + 1}: ${token.trim() || '␣'}` })),
          ]}
          value={looking === undefined ? everything : String(looking)}
          onChange={(value) => setLooking(value === null || value === everything ? undefined : Number(value))}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() =>
            saveFile(
              `${safeFileName(fileName)}-attention.csv`,
              toDelimited([
                ['place', 'token', 'share'],
                ...rows.map((row) => [row.place, row.token, row.share]),
              ]),
              'text/csv',
            )
          }
        >
          Save as CSV
        </Button>
      </div>
      <div className={explain.split}>
        <div>
          {!grid && <TokenText {...look} />}
          {grid?.count.length === 1 && <StretchLanes {...look} />}
          {grid?.count.length === 2 && <PatchPicture {...look} version={version} of={of} />}
          <p className={classes.note}>
            {layer === everything
              ? 'Rollout: what reaches the answer through all layers, half of each token going around attention; the shares sum to 100 %.'
              : 'The shares this layer gave out; they sum to 100 %.'}{' '}
            They lie between {formatShare(Math.min(...shares))} and {formatShare(Math.max(...shares))}.
          </p>
        </div>
        <DataTable
          label="Tokens"
          columns={columns}
          rows={rows}
          rowKey={({ place }) => String(place)}
          initialSort={{ columnId: 'share', descending: true }}
          rowHeight={32}
          maxHeight={420}
        />
      </div>
    </>
  );
}

interface TokenRow {
  place: number;
  token: string;
  share: number;
}

const columns: DataColumn<TokenRow>[] = [
  {
    id: 'place',
    header: 'Place',
    width: 'minmax(56px, 80px)',
    align: 'right',
    sortValue: ({ place }) => place,
    render: ({ place }) => place + 1,
  },
  {
    id: 'token',
    header: 'Token',
    width: 'minmax(112px, 2fr)',
    sortValue: ({ token }) => token,
    render: ({ token }) => (
      <span className="clip" title={token}>
        {token.trim() || '␣'}
      </span>
    ),
  },
  {
    id: 'share',
    header: 'Share (%)',
    width: 'minmax(88px, 1fr)',
    align: 'right',
    sortValue: ({ share }) => share,
    render: ({ share }) => formatNumber(100 * share, 3),
  },
];
