/** Options, then the file and the proof that it answers like this studio does. */
import { bodyOf } from '#/core/bodies/registry';
import { kindOf } from '#/core/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { type CommandInput, type CommandOutput, run } from '#/app/run';
import type { Model, ModelVersion } from '#/core/protocol/model';
import {
  type ExportFormat,
  isPackage,
  isProgram,
  programFormats,
  programTitles,
} from '#/core/protocol/predict';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { saveFile } from '#/ui/components/saveFile';
import { controlSpecs, validateControls } from '#/ui/forms/controlSpec';
import { type FormValues, SchemaForm } from '#/ui/forms/SchemaForm';
import { CodeView } from './CodeView';
import { ExportReportView } from './ExportReportView';
import { onnxOptions } from './exportOptions';

const specs = controlSpecs(onnxOptions);

export function ExportDialog({
  model,
  version,
  onClose,
}: {
  model: Model;
  version: ModelVersion;
  onClose: () => void;
}) {
  const [format, setFormat] = useState<ExportFormat>('onnx');
  /** It leaves as it came. */
  const isFile = bodyOf(version.body).files !== undefined;
  const [options, setOptions] = useState<FormValues>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [done, setDone] = useState<CommandOutput<'models.export'>>();
  const problems = validateControls(onnxOptions, specs, options);
  const { words } = kindOf(version.input);
  const choices = bodyOf(version.body).exportChoices(version.body.spec);
  const hidden = [
    ...(taskOf(version.task).value === 'class' ? [] : ['probabilitiesName']),
    ...(['conv4d', 'treeForm', 'part'] as const).filter((name) => !choices.includes(name)),
  ];
  const shown = specs.filter(({ name }) => !hidden.includes(name));

  const start = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const chosen = format === 'onnx' ? (options as CommandInput<'models.export'>['options']) : undefined;
      setDone(
        await run('models.export', { modelId: model.id, version: version.number, format, options: chosen }),
      );
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const change = (next: () => void) => {
    setDone(undefined);
    next();
  };

  return (
    <Modal opened onClose={onClose} title={`Export ${model.name}, version ${version.number}`} size={720}>
      <Stack gap="md">
        {!isFile && (
          <SegmentedControl
            aria-label="Format"
            data={[
              { value: 'onnx', label: 'ONNX' },
              { value: 'app', label: 'App' },
              { value: 'server', label: 'Server' },
              { value: 'safetensors', label: 'safetensors' },
              ...(bodyOf(version.body).programs
                ? programFormats.map((value) => ({ value, label: programTitles[value] }))
                : []),
            ]}
            value={format}
            onChange={(next) => change(() => setFormat(next as ExportFormat))}
          />
        )}
        <p className="quiet">
          {format === 'onnx'
            ? (words.file ??
              `One file that takes raw ${words.samples} as they are in your data, in their own units, and answers with the result.`)
            : format === 'app'
              ? 'One page with the model, a form and what runs it. It opens from disk without a network and sends nothing.'
              : format === 'server'
                ? 'A zip with the model, a program that answers over HTTP (/predict, /health, /ready, /metrics), and a Dockerfile.'
                : isProgram(format)
                  ? `A Python program of the network, and its weights beside it: for training on in ${programTitles[format]}. Inputs are prepared as the ONNX file does.`
                  : 'The weights alone, by name, for other frameworks.'}
        </p>
        {format === 'onnx' && !isFile && (
          <SchemaForm
            specs={shown}
            standards={{ labelName: taskOf(version.task).answerName }}
            values={options}
            problems={problems}
            onChange={(next) => change(() => setOptions(next))}
          />
        )}
        {error !== undefined && <ErrorNote error={error} />}
        {done && <ExportReportView report={done.report} version={version} />}
        {done && done.code.length > 0 && <CodeView code={done.code} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {done ? (
            done.files.map((file) => (
              <Button
                key={file.name}
                data-autofocus
                leftSection={<IconDownload size={16} />}
                onClick={() => saveFile(file.name, file.bytes, 'application/octet-stream')}
              >
                Download {file.name}
              </Button>
            ))
          ) : (
            <Button
              onClick={start}
              loading={busy}
              disabled={format === 'onnx' && problems.size > 0}
              data-autofocus
            >
              {(format === 'onnx' && !isFile) || isPackage(format) ? 'Export and check' : 'Export'}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
