/**
 * Text to a filter of runs: `metrics.valAccuracy > 0.98 and params.family = 'mlp'`. Joined by `and`, `or`, `not` and parentheses;
 * compared by = != > >= < <=, `like` (any case: `ilike`), `in (…)`, `is null`. Names that are no plain words stand in backticks.
 */
import { SourceError } from '../../expression/sourceError';
import { attributes } from './runFields';
import { comparisons, type Comparison, type Literal, type QueryField, type QueryTree } from './queryTree';
import { type QueryToken, tokenizeQuery } from './tokenizeQuery';

const groups: Record<string, QueryField['of']> = {
  metrics: 'metrics',
  metric: 'metrics',
  params: 'params',
  param: 'params',
  parameters: 'params',
  tags: 'tags',
  tag: 'tags',
  attributes: 'attributes',
  attribute: 'attributes',
  run: 'attributes',
};

const spelt: Record<string, Comparison> = { '==': '=', '<>': '!=' };
const joints: Record<string, string> = { '&&': 'and', '||': 'or', '!': 'not' };
const maxDepth = 64;

/** @throws a SourceError (`badInput`) that names line, column and what may stand there. */
export function parseQuery(source: string): QueryTree {
  const tokens = tokenizeQuery(source);
  let next = 0;
  let depth = 0;
  const peek = () => tokens[next] as QueryToken;
  const fault = (message: string, hint?: string, token = peek()) =>
    new SourceError(source, token.at, message, hint);
  const shown = (token: QueryToken) => (token.kind === 'end' ? 'the end' : `"${token.text}"`);
  const wordOf = (token: QueryToken): string | undefined =>
    token.kind === 'name' && !token.quoted
      ? token.text.toLowerCase()
      : token.kind === 'symbol'
        ? joints[token.text]
        : undefined;
  const took = (what: string): boolean => {
    const token = peek();
    if (wordOf(token) !== what && !(token.kind === 'symbol' && token.text === what)) return false;
    next++;
    return true;
  };
  const must = (what: string, why: string) => {
    if (!took(what)) throw fault(`${why}: here stands ${shown(peek())}.`);
  };

  function joined(kind: 'or' | 'and', part: () => QueryTree): QueryTree {
    const parts = [part()];
    while (took(kind)) parts.push(part());
    return parts.length === 1 ? (parts[0] as QueryTree) : { kind, parts };
  }
  const either = (): QueryTree => joined('or', () => joined('and', one));

  function one(): QueryTree {
    if (++depth > maxDepth) throw fault(`Conditions stand at most ${maxDepth} deep in one another.`);
    try {
      if (took('not')) return { kind: 'not', part: one() };
      if (!took('(')) return comparison();
      const inside = either();
      must(')', 'The parenthesis must be closed by )');
      return inside;
    } finally {
      depth--;
    }
  }

  function comparison(): QueryTree {
    const field = fieldAt();
    if (took('is')) {
      const isNot = took('not');
      must('null', 'After "is" comes "null"');
      return isNot ? { kind: 'known', field } : { kind: 'not', part: { kind: 'known', field } };
    }
    const negated = took('not');
    const found = listed(field);
    if (found) return negated ? { kind: 'not', part: found } : found;
    if (negated) throw fault('After "not" comes "in" or "like".');
    const token = peek();
    const operator = spelt[token.text] ?? comparisons.find((known) => known === token.text);
    if (token.kind !== 'symbol' || !operator)
      throw fault(
        `${fieldText(field)} is compared with nothing: here stands ${shown(token)}.`,
        'Compare by = != > >= < <=, like, in (…) or is null.',
      );
    next++;
    return { kind: 'compare', field, operator, value: literal(operator === '=' || operator === '!=') };
  }

  function listed(field: QueryField): QueryTree | undefined {
    if (took('in')) {
      must('(', 'A list stands in parentheses');
      const values = [literal(true)];
      while (took(',')) values.push(literal(true));
      must(')', 'The list must be closed by )');
      return { kind: 'in', field, values };
    }
    const anyCase = took('ilike');
    if (!anyCase && !took('like')) return undefined;
    const token = peek();
    if (token.kind !== 'text')
      throw fault('A pattern stands in quotes.', "like '%word%' finds the word anywhere.");
    next++;
    return { kind: 'like', field, pattern: token.text, anyCase };
  }

  function fieldAt(): QueryField {
    const token = peek();
    if (token.kind !== 'name')
      throw fault(
        `A name must stand here, not ${shown(token)}.`,
        'Begin with metrics. params. tags. or a name such as status.',
      );
    next++;
    const of = token.quoted ? undefined : groups[token.text.toLowerCase()];
    if (of && took('.')) {
      const name = peek();
      if (name.kind !== 'name' && name.kind !== 'text') throw fault(`After "${token.text}." comes a name.`);
      next++;
      return of === 'attributes' ? attribute(name) : { of, name: name.text + rest() };
    }
    const own = !token.quoted && attributes.find((known) => known.toLowerCase() === token.text.toLowerCase());
    return own ? { of: 'attributes', name: own } : { of: 'logged', name: token.text + rest() };
  }

  /** Settings of a family are called "mlp.hidden". */
  function rest(): string {
    let text = '';
    while (peek().kind === 'symbol' && peek().text === '.') {
      next++;
      const part = peek();
      if (part.kind !== 'name' && part.kind !== 'number') throw fault('After a dot comes a name.');
      next++;
      text += `.${part.text}`;
    }
    return text;
  }

  function attribute(token: QueryToken): QueryField {
    const name = attributes.find((known) => known.toLowerCase() === token.text.toLowerCase());
    if (name) return { of: 'attributes', name };
    throw fault(
      `A run has no "${token.text}" of its own.`,
      `It has ${attributes.join(', ')}; what was logged is written metrics.${token.text} or params.${token.text}.`,
      token,
    );
  }

  /** Where only equality is asked, a plain word is a text. */
  function literal(plainWords: boolean): Literal {
    const token = peek();
    const word = wordOf(token);
    next++;
    if (token.kind === 'text') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (word === 'true' || word === 'false') return word === 'true';
    if (plainWords && token.kind === 'name' && !token.quoted) return token.text;
    next--;
    throw fault(
      `A number or a text in quotes must stand here, not ${shown(token)}.`,
      token.kind === 'name' ? `A text stands in quotes: '${token.text}'.` : undefined,
    );
  }

  const tree = either();
  if (peek().kind !== 'end')
    throw fault(`Here the filter should end or go on with "and" or "or"; there stands ${shown(peek())}.`);
  return tree;
}

export const fieldText = ({ of, name }: QueryField): string =>
  of === 'attributes' || of === 'logged' ? name : `${of}.${name}`;
