import { kindOf } from '#/core/kinds/registry';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ModelVersion } from '#/core/protocol/model';
import type { ExportReport } from '#/core/protocol/predict';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import classes from './export.module.css';

/** What was written, and how it compares with our own answers on real rows or samples. */
export function ExportReportView({
  report,
  version: { task, input },
}: {
  report: ExportReport;
  version: Pick<ModelVersion, 'input' | 'task'>;
}) {
  const { parity, unchecked, webgpuParity } = report;
  const nodes = Object.entries(report.nodeCounts ?? {}).sort(([, a], [, b]) => b - a);
  const nodeTotal = nodes.reduce((sum, [, count]) => sum + count, 0);
  return (
    <section className={classes.report} aria-label="Export report">
      {parity && (
        <div className={classes.verdict} data-passed={parity.passed}>
          {parity.passed ? <IconCircleCheck size={20} aria-hidden /> : <IconCircleX size={20} aria-hidden />}
          <span>
            {parity.passed ? 'Answers like this studio.' : 'Does not answer like this studio.'} Largest
            difference <strong>{formatNumber(parity.largestDifference)}</strong> over{' '}
            {formatCount(parity.rows)} {kindOf(input).words.samples}
            {task.labels && (parity.labelsEqual ? ', all labels equal' : ', labels differ')} (at most{' '}
            {formatNumber(parity.tolerance)} allowed).
          </span>
        </div>
      )}
      {unchecked && (
        <div className={classes.verdict} data-passed={false}>
          <IconCircleX size={20} aria-hidden />
          <span>
            The file was written, but not checked: ONNX Runtime, which would run it, is not on this machine.{' '}
            {unchecked.hint}
          </span>
        </div>
      )}
      <dl className={classes.pairs}>
        <dt>Size</dt>
        <dd>
          <BytesText value={report.bytes} />
        </dd>
        {parity && (
          <>
            <dt>Checked in</dt>
            <dd>
              {parity.runtime}, {formatNumber(parity.latencyMs, 3)} ms
            </dd>
          </>
        )}
        {webgpuParity && (
          <>
            <dt>Also in</dt>
            <dd>
              {'skipped' in webgpuParity
                ? `Not compared on WebGPU: ${webgpuParity.skipped}`
                : `${webgpuParity.runtime}: ${webgpuParity.passed ? 'the same' : 'differs'}, largest difference ${formatNumber(webgpuParity.largestDifference)}, ${formatNumber(webgpuParity.latencyMs, 3)} ms`}
            </dd>
          </>
        )}
        {report.opset !== undefined && (
          <>
            <dt>Opset, IR version</dt>
            <dd>
              {report.opset}, {report.irVersion ?? '–'}
            </dd>
          </>
        )}
        {nodes.length > 0 && (
          <>
            <dt>{formatCount(nodeTotal)} nodes</dt>
            <dd>{nodes.map(([type, count]) => `${type} ${formatCount(count)}`).join(', ')}</dd>
          </>
        )}
        {report.fusions && report.fusions.length > 0 && (
          <>
            <dt>Simplified</dt>
            <dd>{report.fusions.join('; ')}</dd>
          </>
        )}
        <dt>SHA-256</dt>
        <dd className="mono">{report.sha256}</dd>
      </dl>
    </section>
  );
}
