/** Datasets of the Hugging Face Hub by name: their own files, or the Parquet files that the Hub makes of them. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { hostOf } from './hosts';
import { defineSource, type SourceFile } from './sourceDef';

const standardHub = 'https://huggingface.co';
const parquetRevision = 'refs/convert/parquet';

const address = z.strictObject({
  dataset: z
    .string()
    .trim()
    .regex(/^[\w.-]+(\/[\w.-]+)?$/, 'A name such as scikit-learn/iris')
    .meta({ label: 'Dataset', hint: 'Its name on the Hub: scikit-learn/iris' }),
  files: z.enum(['parquet', 'own']).default('parquet').meta({
    label: 'Files',
    hint: 'parquet: as the Hub converted it, by split. own: those of the dataset itself.',
  }),
  revision: z
    .string()
    .trim()
    .regex(/^[\w./-]*$/)
    .default('')
    .meta({
      label: 'Revision',
      hint: 'A branch, tag or commit of its own files; main if empty.',
      advanced: true,
    }),
  hub: z.string().trim().default(standardHub).meta({ label: 'Hub', advanced: true }),
});
type Address = z.infer<typeof address>;

const keys = z.strictObject({
  token: z
    .string()
    .trim()
    .max(500)
    .optional()
    .meta({ label: 'Access token', hint: 'Only for private or gated datasets.' }),
});
type Keys = z.infer<typeof keys>;

const base = ({ hub }: Address): string => (hub || standardHub).replace(/\/+$/, '');
const revisionOf = ({ files, revision }: Address): string =>
  files === 'parquet' ? parquetRevision : revision || 'main';
const withToken = (given: Keys | undefined): { headers?: Record<string, string> } =>
  given?.token ? { headers: { Authorization: `Bearer ${given.token}` } } : {};
const inPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const treeEntry = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().optional(),
  lfs: z.object({ oid: z.string().optional(), size: z.number().optional() }).nullish(),
});

const isSha256 = /^[0-9a-f]{64}$/;

export const hub = defineSource<Address, Keys>({
  type: 'hub',
  title: 'Hugging Face',
  about: 'A dataset of the Hugging Face Hub, by its name.',
  address,
  keys,
  parse(text) {
    const trimmed = text.trim();
    const match =
      /^https:\/\/(?:huggingface\.co|hf\.co)\/datasets\/([\w.-]+(?:\/(?!resolve\/|blob\/|tree\/|viewer)[\w.-]+)?)(?:\/(?:tree\/([^/?#]+)|viewer)?[^?#]*)?(?:[?#].*)?$/.exec(
        trimmed,
      ) ?? /^hf:\/\/datasets\/([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?\/?$/.exec(trimmed);
    if (!match?.[1] || /\/(resolve|blob)\//.test(trimmed)) return undefined;
    const revision = match[2] ?? '';
    return { dataset: match[1], files: revision ? 'own' : 'parquet', revision, hub: standardHub };
  },
  bare: (given) => given,
  host: (given) => hostOf(base(given)),
  handsOutBy: (host) => /(^|\.)(hf\.co|huggingface\.co)$/.test(host),
  names: () => undefined,
  listing: {
    async ask(given, token, { folder, next }) {
      if (next !== undefined) {
        // The Hub names the next page whole: a token goes to the host that was allowed, to no other.
        if (hostOf(next) !== hostOf(base(given))) throw notOfHub(given);
        return { url: next, ...withToken(token) };
      }
      const tree = `${base(given)}/api/datasets/${given.dataset}/tree/${encodeURIComponent(revisionOf(given))}`;
      const below = folder ? `/${inPath(folder)}` : '';
      return { url: `${tree}${below}?recursive=${folder ? 'false' : 'true'}`, ...withToken(token) };
    },
    read(body, headers, given) {
      const parsed = z.array(treeEntry).safeParse(parsedJson(body));
      if (!parsed.success) throw notOfHub(given);
      const files = parsed.data
        .filter(({ type, path }) => type === 'file' && !/(^|\/)\.git/.test(path))
        .map(({ path, size, lfs }): SourceFile => {
          const bytes = lfs?.size ?? size;
          return {
            path,
            ...(bytes !== undefined && { bytes }),
            ...(lfs?.oid && isSha256.test(lfs.oid) && { sha256: lfs.oid }),
          };
        });
      const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get('Link') ?? '')?.[1];
      return { files, folders: [], ...(next && { next }) };
    },
  },
  async file(given, path, token) {
    const revision = encodeURIComponent(revisionOf(given));
    return {
      url: `${base(given)}/datasets/${given.dataset}/resolve/${revision}/${inPath(path)}`,
      ...withToken(token),
    };
  },
  origin: (given, path) =>
    `${base(given)}/datasets/${given.dataset}/resolve/${encodeURIComponent(revisionOf(given))}/${inPath(path)}`,
});

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notOfHub = (given: Address) =>
  new TetradError({
    code: 'badInput',
    message: 'The answer is not the list of files of a dataset.',
    place: `${hostOf(base(given))}, dataset ${given.dataset}`,
    hint: 'Look at the dataset on the Hub; its own files can be listed, too.',
  });
