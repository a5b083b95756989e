/**
 * Buckets of S3 and of stores that speak its protocol. Requests are signed here, in the query: a signature in headers
 * would make the browser ask first whether it may send them, which few buckets answer.
 */
import { z } from 'zod';
import { hostOf } from './hosts';
import { elements, textOf } from './readXml';
import { defineSource } from './sourceDef';

const signatureSeconds = 900;

const address = z.strictObject({
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{1,254}$/i, 'A name such as my-bucket')
    .meta({ label: 'Bucket' }),
  prefix: z
    .string()
    .trim()
    .max(1000)
    .default('')
    .meta({ label: 'Folder or object', hint: 'What its names begin with: data/2024/' }),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]*$/)
    .default('us-east-1')
    .meta({ label: 'Region' }),
  endpoint: z.string().trim().max(500).default('').meta({
    label: 'Endpoint',
    hint: 'Of another store that speaks S3: https://minio.example.org. Empty: AWS.',
    advanced: true,
  }),
});
type Address = z.infer<typeof address>;

const keys = z.strictObject({
  accessKeyId: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ label: 'Access key ID', hint: 'None for a public bucket.' }),
  secretAccessKey: z.string().trim().max(500).optional().meta({ label: 'Secret access key' }),
  sessionToken: z.string().trim().max(5000).optional().meta({ label: 'Session token', advanced: true }),
});
type Keys = z.infer<typeof keys>;

const inPath = (path: string): string =>
  path
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');

function baseOf({ bucket, region, endpoint }: Address): string {
  if (endpoint) return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  const host = `s3.${region || 'us-east-1'}.amazonaws.com`;
  // A name with dots has no certificate of its own.
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

async function signed(url: string, { region }: Address, given: Keys | undefined): Promise<string> {
  if (!given?.accessKeyId || !given.secretAccessKey) return url;
  const { AwsV4Signer } = await import('aws4fetch');
  const timed = new URL(url);
  timed.searchParams.set('X-Amz-Expires', String(signatureSeconds));
  const signer = new AwsV4Signer({
    url: timed.href,
    method: 'GET',
    accessKeyId: given.accessKeyId,
    secretAccessKey: given.secretAccessKey,
    sessionToken: given.sessionToken || undefined,
    service: 's3',
    region: region || 'us-east-1',
    signQuery: true,
  });
  return (await signer.sign()).url.href;
}

export const s3 = defineSource<Address, Keys>({
  type: 's3',
  title: 'S3',
  about:
    'A bucket of Amazon S3, or of a store that speaks its protocol. Keys sign in this page and never leave it.',
  address,
  keys,
  parse(text) {
    const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/i.exec(text.trim()) ?? [];
    return bucket ? { bucket, prefix, region: 'us-east-1', endpoint: '' } : undefined;
  },
  bare: (given) => given,
  host: (given) => hostOf(baseOf(given)),
  names: () => undefined,
  listing: {
    async ask(given, secret, { folder, next }) {
      const url = new URL(`${baseOf(given)}/`);
      const query = {
        'list-type': '2',
        'encoding-type': 'url',
        delimiter: '/',
        prefix: folder ?? given.prefix,
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      if (next) url.searchParams.set('continuation-token', next);
      return { url: await signed(url.href, given, secret) };
    },
    read(body) {
      const decoded = textOf(body, 'EncodingType') === 'url' ? fromUrl : (text: string) => text;
      const files = elements(body, 'Contents').flatMap((entry) => {
        const path = decoded(textOf(entry, 'Key') ?? '');
        return path === '' || path.endsWith('/') ? [] : [{ path, bytes: Number(textOf(entry, 'Size') ?? 0) }];
      });
      const folders = elements(body, 'CommonPrefixes').map((entry) => decoded(textOf(entry, 'Prefix') ?? ''));
      const next = textOf(body, 'NextContinuationToken');
      return { files, folders, ...(next && { next }) };
    },
  },
  file: async (given, path, secret) => ({
    url: await signed(`${baseOf(given)}/${inPath(path)}`, given, secret),
  }),
  origin: (given, path) =>
    given.endpoint ? `${baseOf(given)}/${inPath(path)}` : `s3://${given.bucket}/${path}`,
  letPagesRead: ({ bucket }, pageOrigin) =>
    `Give the bucket ${bucket} this CORS rule: [{"AllowedOrigins":["${pageOrigin}"],"AllowedMethods":["GET"],"AllowedHeaders":["*"],"ExposeHeaders":["ETag"]}]`,
});

const fromUrl = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};
