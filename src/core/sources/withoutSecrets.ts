/** Signatures, tokens and passwords in an address are as good as keys: they are neither stored nor shown. */
const secret =
  /^(x-(amz|goog)-.*|awsaccesskeyid|googleaccessid|signature|sig|sv|se|st|sp|sr|spr|skoid|sktid|skt|ske|sks|skv|sip|srt|ss|si|policy|expires|key-pair-id|.*(token|secret|password|passwd|api_?key|access_?key|auth).*|key|pwd)$/i;

export function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return url;
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  for (const name of new Set(parsed.searchParams.keys()))
    if (secret.test(name)) parsed.searchParams.delete(name);
  return parsed.href;
}

/** The last part of a path, as a name for a file. */
export function nameInPath(path: string): string {
  const last = path.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? '';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // As it is written.
  }
  return name.replace(/[\\/:*?"<>|]|\p{Cc}/gu, '_').slice(0, 200) || 'file';
}
