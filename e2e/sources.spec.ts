/** From an address, in a browser: a host is allowed by name, a broken connection goes on, CORS is explained, and nothing else may speak to hosts. */
import { openFileServer } from '../test/support/fileServer';
import { irisCsv, openStudio, tetrad } from './studio';
import { audit, expect, takeAsShown, test } from './support';

test('a file comes from a host that is allowed once, over a connection that breaks', async ({
  page,
  watched,
}) => {
  const server = await openFileServer({
    '/iris.csv': { body: irisCsv, etag: '"iris"', breaks: [1500] },
    '/closed.csv': { body: irisCsv, cors: false },
  });
  watched.allowed.push(server.origin);
  watched.expected.push(/ERR_|CORS policy|iris\.csv/);
  await openStudio(page, '/from');
  await page.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/iris.csv`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Allow ${server.host}?` });
  await expect(dialog).toContainText('nothing of your data');
  await audit(page);
  await page.keyboard.press('Enter');
  await takeAsShown(page);
  await expect(page.getByRole('heading', { name: 'iris' })).toBeVisible();
  const origin = async () => {
    const [summary] = await tetrad(page, 'datasets.list', {});
    // Its page may be there before it is stored.
    if (!summary) return undefined;
    const { version } = await tetrad(page, 'datasets.get', { id: summary.dataset.id });
    return { rows: version?.rows, ...version?.source.origin };
  };
  await expect.poll(origin).toMatchObject({ rows: 150, url: `${server.origin}/iris.csv`, etag: '"iris"' });
  expect(server.asked.some((asked) => asked.includes('bytes='))).toBe(true);

  // What left is told; the page itself may still speak to nobody.
  await page.getByRole('button', { name: /^Privacy/ }).click();
  await expect(page.getByRole('dialog', { name: /Your data stays here/ })).toContainText(server.host);
  await page.keyboard.press('Escape');
  const reached = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    `${server.origin}/iris.csv`,
  );
  expect(reached).toBe(false);
  await expect.poll(() => watched.violations.join()).toContain('connect-src');

  await page.goto('/from');
  await page.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/closed.csv`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(
    'does not allow pages of other addresses to read it (CORS)',
  );
  await expect(page.getByRole('alert')).toContainText('download the file and drop it here');
  await audit(page);
  await server.close();
});
