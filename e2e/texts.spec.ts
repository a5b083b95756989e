/** Texts from the drop to a model and its file: the sample, and a table with a column of messages. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';
import { Tokenizer } from '@huggingface/tokenizers';
import { haveRun, haveSample, openStudio, tetrad } from './studio';
import { audit, dropFiles, expect, takeAsShown, test } from './support';

test('the sample is looked at, learnt from, asked, and exported with its tokeniser', {
  tag: '@long',
}, async ({ page }) => {
  await openStudio(page);
  const datasetId = await haveSample(page, 'authors');
  await page.goto(`/data/${datasetId}`);
  const list = page.getByRole('listbox', { name: 'Texts' });
  await expect(list).toContainText('It is a truth universally acknowledged');
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'Text 3' })).toContainText('My dear Mr. Bennet');
  await expect(page.getByRole('group', { name: 'Tokens' })).toContainText('bennet');
  await page.keyboard.press('End');
  await expect(list.getByRole('option', { selected: true })).toContainText('Off with her head');
  await audit(page);
  await page.getByRole('tab', { name: 'Tokens' }).click();
  await page.getByRole('combobox', { name: 'Tokens' }).selectOption('bytePair');
  await expect(page.getByRole('list', { name: 'Most frequent tokens' })).toContainText('·the');
  await audit(page);

  await page.getByRole('link', { name: /^Train on this/ }).click();
  await expect(page.getByText('Embedding + pooling')).toBeVisible();
  await audit(page);
  const { runId, modelId } = await haveRun(page, datasetId, 'file', {
    family: 'textPool',
    training: { epochs: 20, backend: 'wasm' },
  });
  const { figure } = await tetrad(page, 'runs.get', { id: runId });
  expect(figure?.value).toBeGreaterThan(0.8);

  await page.goto(`/predict?model=${modelId}`);
  const box = page.getByRole('textbox', { name: 'text' });
  await box.fill('The Rabbit looked at its watch, and Alice wondered <b>how</b> late it was.');
  await expect(page.getByRole('group', { name: 'Tokens' })).toContainText('rabbit');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('carroll');
  await audit(page);

  await page.goto(`/runs/${runId}`);
  await page.getByRole('link', { name: 'Export ONNX' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  await expect(dialog).toContainText('tokenizer.json');
  await dialog.getByRole('button', { name: 'Export and check' }).click();
  await expect(dialog.getByRole('region', { name: 'Export report' })).toContainText(
    'Answers like this studio.',
  );
  await audit(page);
  const saved: Buffer[] = [];
  for (const name of [/^Download .+\.onnx$/, 'Download tokenizer.json']) {
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name }).click();
    saved.push(readFileSync(await (await downloading).path()));
  }
  const [onnx, json] = saved;
  const description = JSON.parse(String(json)) as { truncation: { max_length: number } };
  const { ids } = new Tokenizer(description, {}).encode('My dear Mr. Bennet, how can you be so tiresome!');
  const length = description.truncation.max_length;
  const data = BigInt64Array.from({ length }, (_, i) => BigInt(ids[i] ?? 0));
  const session = await ort.InferenceSession.create(onnx as Buffer);
  const { label } = await session.run({ tokens: new ort.Tensor('int64', data, [1, length]) });
  expect([...((label?.data ?? []) as unknown as string[])]).toEqual(['austen']);
});

for (const backend of ['wasm', 'webgpu'] as const)
  test(`texts are learnt from on ${backend}`, { tag: '@long' }, async ({ page }) => {
    await openStudio(page);
    const datasetId = await haveSample(page, 'authors');
    await haveRun(page, datasetId, 'file', {
      family: backend === 'wasm' ? 'textCnn' : 'textPool',
      training: { epochs: 2, backend },
    });
  });

test('a table of messages is proposed as texts, and markup in it is text', async ({ page }) => {
  const words = { praise: ['lovely', 'great', 'works'], blame: ['broken', 'awful', 'refund'] };
  const lines = Array.from({ length: 80 }, (_, i) => {
    const mood = i % 2 === 0 ? 'praise' : 'blame';
    return `"this thing is ${words[mood][i % 3]}, <img src=x onerror=alert(1)> and number ${i}",${mood}`;
  });
  await openStudio(page);
  await dropFiles(page, [{ name: 'reviews.csv', body: `review,mood\n${lines.join('\n')}\n` }]);
  await expect(page.getByText('It may be texts: “review” holds sentences.')).toBeVisible();
  await page.getByText('Texts', { exact: true }).click();
  await expect(page.getByLabel('Column of texts')).toHaveValue('review');
  await audit(page);
  await takeAsShown(page);
  await expect(page.getByText('80 texts')).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Texts' })).toContainText('<img src=x onerror=alert(1)>');
  await audit(page);
});
