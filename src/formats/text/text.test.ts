/** Documents: what claims to be text, what of a page is text, how it falls into samples. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText, withoutFrontMatter } from '#/core/text/splitText';
import { decodeEntities, htmlText } from './htmlText';
import { isProse } from './isProse';

describe('prose', () => {
  it.each([
    'It is a truth universally acknowledged, that a single man must be in want of a wife.\nHowever little known.\n',
    'Dear all,\n\nthe meeting is at 10:30, in room 4.\n\nBest, Ann\n',
    '吾輩は猫である。名前はまだ無い。\nどこで生れたかとんと見当がつかぬ。',
    'Hier steht ein Satz.',
    'One, two, three, four: a single line with commas that is read as a sentence of words',
  ])('is prose: %j', (text) => expect(isProse(text)).toBe(true));

  it.each([
    'a,b,c\n1,2,3\n4,5,6\n7,8,9\n',
    'name\ttext\nham\tGo until jurong point\nspam\tFree entry in a weekly competition\n',
    'name;city\nAnn;Paris\nBob;Rome\nCarl;Oslo\n',
    '1.5 2.5 3.5\n4.5 5.5 6.5\n',
    '',
    '0x00 0x01 ffff 1234',
  ])('is none: %j', (text) => expect(isProse(text)).toBe(false));
});

describe('a page', () => {
  it('is read as its reader sees it', () => {
    const page = `<!DOCTYPE html><html><head><title>no</title><style>p { color: red }</style></head>
      <body><!-- not <b>this</b> --><h1>A &amp; B</h1><p>One  <b>two</b>
      three.</p><script>document.write("<p>no</p>")</script><ul><li>first</li><li>second &lt;tag&gt;</li></ul>
      <p title="a > b">caf&eacute; &#8211; &#x1F600; &unknown; 3 < 4 &copy</p></body></html>`;
    expect(htmlText(page)).toBe(
      'A & B\n\nOne two three.\n\nfirst\n\nsecond <tag>\n\ncafé – 😀 &unknown; 3 < 4 ©',
    );
  });

  it('never becomes markup: what is written as text stays as it is written', () => {
    expect(htmlText('<p>&lt;img src=x onerror=alert(1)&gt;</p>')).toBe('<img src=x onerror=alert(1)>');
  });

  it.each([
    '<script',
    '<script>never closed',
    '<p title="never closed',
    '<!-- never closed',
    '<',
    '</',
    '&#',
    '&#x110000;',
  ])('ends on what is cut: %s', (page) => expect(htmlText(page)).not.toContain('script'));

  it('ends on anything, in its length', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '<p',
      '"',
      "'",
      '=',
      '&',
      ';',
      '#',
      '<!--',
      '-->',
      'script',
      'style',
      ' a',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
        const page = parts.join('');
        expect(htmlText(page).length).toBeLessThanOrEqual(2 * page.length + 2);
      }),
      { numRuns: 500, seed: 3 },
    );
    expect(htmlText('<p>'.repeat(200_000))).toBe('');
    expect(htmlText('<a href="'.repeat(20_000)).length).toBeLessThan(200_000);
  });

  it('decodes entities once', () =>
    expect(decodeEntities('&amp;lt; &#38;amp; &#0; &#xD800;')).toBe('&lt; &amp; \ufffd \ufffd'));
});

describe('samples', () => {
  const text = '\ufeffFirst line\r\nsame paragraph\r\n\r\n  \r\nSecond.\rThird\n\n\n';
  it.each([
    ['paragraphs', ['First line same paragraph', 'Second. Third']],
    ['lines', ['First line', 'same paragraph', 'Second.', 'Third']],
    ['documents', ['First line\nsame paragraph\n\n  \nSecond.\nThird']],
  ] as const)('are %s', (into, expected) => expect(splitText(text, into)).toEqual(expected));

  it('are cut where they are longer than anything reads', () => {
    const parts = splitText('word '.repeat(50_000), 'lines');
    expect(parts.length).toBe(3);
    expect(parts.join(' ')).toBe('word '.repeat(50_000).trim());
    expect(splitText('x'.repeat(250_000), 'paragraphs').map((part) => part.length)).toEqual([
      100_000, 100_000, 50_000,
    ]);
  });

  it('begin below the front matter of Markdown', () =>
    expect(withoutFrontMatter('---\ntitle: x\n---\n# Head\n\n---\n')).toBe('# Head\n\n---\n'));
});
