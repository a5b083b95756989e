/** A page that somebody logged, without what acts, styles or loads: what is left is put into a frame that may do nothing. */
const acting =
  'script, style, link, meta, base, iframe, frame, object, embed, form, template, noscript, audio, video';
const refused = /^(on|style$|data-was-|srcset$|ping$|background$|formaction$)/i;

export function safePage(html: string): string {
  const page = new DOMParser().parseFromString(renamed(html), 'text/html');
  for (const element of page.querySelectorAll(acting)) element.remove();
  for (const element of page.querySelectorAll('*'))
    for (const name of element.getAttributeNames())
      if (refused.test(name) || !isHarmless(name, element.getAttribute(name) ?? ''))
        element.removeAttribute(name);
  return page.documentElement.outerHTML;
}

/** In tags: reading them as they are would already be told as an offence against the policy of this page. */
const renamed = (html: string): string =>
  html.replace(/<[^>]*>/g, (tag) => tag.replace(/([\s/"'])(style|on[a-z]+)(?=\s*=)/gi, '$1data-was-$2'));

/** Pictures that are in the page itself; links lead nowhere in a frame like that. */
const isHarmless = (name: string, value: string): boolean =>
  !/^(src|href|xlink:href|poster|data|action)$/i.test(name) ||
  (/^src$/i.test(name) && /^data:image\/(png|jpeg|gif|webp);/i.test(value)) ||
  value.startsWith('#');
