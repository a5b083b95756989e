import { readFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sha256 } from '../hash/sha256';
import { hostOf, isPrivateHost, readHost, requireSameService } from './hosts';
import { elements, textOf } from './readXml';
import { sourceOfText, sources } from './registry';
import { s3 } from './s3';
import { firstWordsOf, looksLikePage } from './sourceErrors';
import { nameInPath, withoutSecrets } from './withoutSecrets';

afterEach(() => void vi.useRealTimers());

it('hashes what comes in pieces as others hash the whole', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
    const bytes = randomBytes(length);
    const hash = new Sha256();
    for (let at = 0; at < length; at += 1 + (at % 97)) hash.update(bytes.subarray(at, at + 1 + (at % 97)));
    expect(hash.digest()).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

describe('hosts', () => {
  it.each([
    'localhost',
    '127.0.0.1:8080',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[::1]',
    '[fd00::1]',
    '[::ffff:7f00:1]',
    'printer',
    'nas.local',
    'db.internal',
    '100.64.0.1',
    '0.0.0.0',
  ])('%s is private', (host) => expect(isPrivateHost(host)).toBe(true));
  it.each(['example.org', '8.8.8.8', '172.32.0.1', '193.168.1.1', 'local.example.org', '[2001:db8::1]'])(
    '%s is not',
    (host) => expect(isPrivateHost(host)).toBe(false),
  );
  it('numbers in other clothes are the same host', () => {
    expect(isPrivateHost(hostOf('https://2130706433/a'))).toBe(true);
    expect(isPrivateHost(hostOf('https://0x7f.1/a'))).toBe(true);
  });
  it('reads a name as a person writes it', () => {
    expect(readHost(' Example.org ')).toBe('example.org');
    expect(readHost('https://example.org:8443/a?b')).toBe('example.org:8443');
    for (const wrong of ['', 'a b', 'https://', '<b>'])
      expect(() => readHost(wrong)).toThrow('no name of a host');
  });
  it('an answer from elsewhere counts only where it is allowed or of the same service', () => {
    const allowed = ['a.org', 'b.org'];
    expect(() => requireSameService('a.org', 'https://b.org/x', { allowed })).not.toThrow();
    expect(() => requireSameService('a.org', 'https://c.org/x', { allowed })).toThrow('sent us on to c.org');
    expect(() => requireSameService('a.org', 'https://192.168.0.1/x', { allowed })).toThrow(
      'private address',
    );
    expect(() => requireSameService('a.org', 'http://c.org/x', { allowed })).toThrow('Only https');
    const { handsOutBy } = sources.get('hub');
    expect(() =>
      requireSameService('huggingface.co', 'https://cas-bridge.xethub.hf.co/x', { allowed, handsOutBy }),
    ).not.toThrow();
    expect(() =>
      requireSameService('huggingface.co', 'https://evilhf.co/x', { allowed, handsOutBy }),
    ).toThrow('evilhf.co');
  });
});

it('an address finds its source', () => {
  const of = (text: string) => sourceOfText(text);
  expect(of('https://example.org/a.csv')?.source).toBe('url');
  expect(of('https://huggingface.co/datasets/scikit-learn/iris')).toEqual({
    source: 'hub',
    address: { dataset: 'scikit-learn/iris', files: 'parquet', revision: '', hub: 'https://huggingface.co' },
  });
  expect(of('https://huggingface.co/datasets/a/b/tree/v1.0/data')).toMatchObject({
    source: 'hub',
    address: { dataset: 'a/b', files: 'own', revision: 'v1.0' },
  });
  expect(of('https://huggingface.co/datasets/a/b/resolve/main/x.csv')?.source).toBe('url');
  expect(of('hf://datasets/a/b@main')).toMatchObject({ source: 'hub', address: { revision: 'main' } });
  expect(of('s3://bucket/data/2024')).toMatchObject({
    source: 's3',
    address: { bucket: 'bucket', prefix: 'data/2024' },
  });
  expect(of('gs://bucket')).toMatchObject({ source: 'gcs', address: { bucket: 'bucket', prefix: '' } });
  expect(of('https://acc.blob.core.windows.net/box?sig=x')?.source).toBe('azure');
  expect(of('https://acc.blob.core.windows.net/box/a.csv?sig=x')?.source).toBe('url');
  expect(of('a.csv')).toBeUndefined();
});

it('a page of GitHub about a file stands for the file', async () => {
  const { url } = await sources
    .get('url')
    .file({ url: 'https://github.com/o/r/blob/main/d/a.csv' }, '', undefined);
  expect(url).toBe('https://raw.githubusercontent.com/o/r/main/d/a.csv');
});

it('nothing that is as good as a key is left in an address', () => {
  const clean = (query: string) => new URL(withoutSecrets(`https://u:p@x.org/a?keep=1&${query}#t`)).href;
  for (const query of [
    'X-Amz-Signature=s&X-Amz-Credential=c&X-Amz-Security-Token=t',
    'sig=s&se=1&sp=r',
    'X-Goog-Signature=s',
    'Signature=s&Expires=1&AWSAccessKeyId=k',
    'access_token=t',
    'api_key=k',
    'apikey=k',
    'auth=a',
    'key=k',
  ])
    expect(clean(query)).toBe('https://x.org/a?keep=1');
  expect(nameInPath('/a/b%20c.csv')).toBe('b c.csv');
  expect(nameInPath('/a/..%2F..%2Fetc')).toBe('.._.._etc');
});

it('requests to S3 are signed as botocore signs them', async () => {
  const fixture = JSON.parse(readFileSync(new URL('./fixtures/presigned.json', import.meta.url), 'utf8')) as {
    keyId: string;
    secret: string;
    at: string;
    cases: { url: string; region: string; token?: string; signed: string }[];
  };
  vi.useFakeTimers({ now: new Date(fixture.at), toFake: ['Date'] });
  const signatureOf = (url: string) => new URL(url).searchParams.get('X-Amz-Signature');
  for (const { url, region, token, signed } of fixture.cases) {
    const { hostname, pathname, origin, searchParams } = new URL(url);
    const isAws = hostname.endsWith('amazonaws.com');
    const [, bucket = '', key = ''] = isAws
      ? [undefined, hostname.split('.')[0], decodeURIComponent(pathname.slice(1))]
      : (/^\/([^/]+)\/(.*)$/.exec(pathname) ?? []);
    const address = {
      bucket,
      region,
      endpoint: isAws ? '' : origin,
      prefix: searchParams.get('prefix') ?? '',
    };
    const keys = { accessKeyId: fixture.keyId, secretAccessKey: fixture.secret, sessionToken: token };
    const ours = key === '' ? await s3.listing?.ask(address, keys, {}) : await s3.file(address, key, keys);
    expect(signatureOf(ours?.url ?? ''), url).toBe(signatureOf(signed));
  }
});

it('lists of stores are read without a parser of markup', () => {
  const xml = '<R><C a="1"><K>a&amp;b&#x20;&#50;</K></C><C><K>&lt;x&gt;</K></C><Next /></R>';
  expect(elements(xml, 'C').map((entry) => textOf(entry, 'K'))).toEqual(['a&b 2', '<x>']);
  expect(textOf(xml, 'Next')).toBeUndefined();
  expect(elements('<C><K>never ends', 'C')).toEqual([]);
});

it('a page is told from data by its beginning, and quoted in its first words', () => {
  for (const page of ['<!DOCTYPE html><p>', '\uFEFF <html lang=en>', '<!-- x --><HTML>'])
    expect(looksLikePage(page)).toBe(true);
  for (const data of ['a,b\n1,2', '{"a":"<html>"}', '<svg>', '<?xml version="1.0"?><data/>'])
    expect(looksLikePage(data)).toBe(false);
  expect(firstWordsOf('<html><head><title>t</title></head><script>x()</script><h1>Sign\n in</h1>')).toBe(
    'Sign in',
  );
});
