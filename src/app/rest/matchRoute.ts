/** Which route an address is, with the names in its path. */
import { HttpProblem } from './problem';
import type { Method, RestRoute } from './restRoute';

export interface Match<R> {
  route: R;
  params: Record<string, string>;
}

/** Throws 404 for an address that is no route, 405 for one that takes other methods, 400 for one that cannot be read. */
export function matchRoute<R extends Pick<RestRoute, 'method' | 'path'>>(
  routes: readonly R[],
  method: string,
  pathname: string,
): Match<R> {
  const parts = pathname.replace(/\/+$/, '').split('/');
  const here = routes.flatMap((route) => {
    const params = paramsOf(route.path.split('/'), parts);
    return params ? [{ route, params }] : [];
  });
  // A word in a path counts before a name: /ml/models/predict is not the model "predict".
  const words = (path: string) => path.split('/').filter((part) => !part.startsWith('{')).length;
  here.sort((a, b) => words(b.route.path) - words(a.route.path));
  const best = here.filter(({ route }) => words(route.path) === words(here[0]?.route.path ?? ''));
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found =
    best.find(({ route }) => route.method === wanted) ?? here.find(({ route }) => route.method === wanted);
  if (found) return { ...found, params: mapValues(found.params, decode) };
  if (here.length > 0) {
    const allowed = allowedMethods(here.map(({ route }) => route.method));
    throw new HttpProblem(
      {
        code: 'unsupported',
        message: `${method.slice(0, 20)} is not something that ${here[0]?.route.path} takes.`,
        place: 'method',
        hint: `It takes ${allowed}.`,
      },
      { status: 405, headers: { allow: allowed } },
    );
  }
  throw new HttpProblem({
    code: 'notFound',
    message: `There is no ${pathname.slice(0, 200)}.`,
    place: 'path',
    hint: 'GET /api/openapi.json lists every address.',
  });
}

const allowedMethods = (methods: readonly Method[]): string =>
  [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');

function paramsOf(template: string[], parts: string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const params: [string, string][] = [];
  for (const [i, expected] of template.entries()) {
    const part = parts[i] ?? '';
    const name = expected.match(/^\{(\w+)\}$/)?.[1];
    if (name && part !== '') params.push([name, part]);
    else if (expected !== part) return undefined;
  }
  return Object.fromEntries(params);
}

const mapValues = (
  record: Record<string, string>,
  change: (text: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([name, text]) => [name, change(text)]));

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpProblem({
      code: 'badInput',
      message: `"${text.slice(0, 100)}" in the address is not written as addresses are.`,
      place: 'path',
      hint: 'A % is written %25.',
    });
  }
}
