/** The confusion matrix with its exports; of many classes, those with the most mistakes. */
import { useMemo } from 'react';
import { type ConfusionMatrix, countAt } from '#/core/stats/confusionMatrix';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { drawMatrix } from './drawMatrix';
import { MatrixGrid } from './MatrixGrid';

const mostShown = 24;

export function MatrixPlot({
  matrix,
  labels,
  fileName,
  title = 'Confusion matrix',
  onOpen,
}: {
  matrix: ConfusionMatrix;
  labels: readonly string[];
  fileName: string;
  title?: string;
  onOpen?: (truth: number, predicted: number) => void;
}) {
  const theme = useChartTheme();
  const shown = useMemo(() => worstClasses(matrix), [matrix]);
  return (
    <PlotFrame
      title={title}
      figure={
        shown.length < matrix.classes
          ? `${shown.length} of ${matrix.classes} classes, most mistakes`
          : onOpen && 'Enter opens the rows'
      }
      fileName={fileName}
      toTable={() => [
        ['true \\ predicted', ...labels],
        ...labels.map((label, row) => [label, ...labels.map((_, column) => countAt(matrix, row, column))]),
      ]}
      toPng={(caption) => drawMatrix(matrix, labels, shown, caption, theme)}
    >
      <MatrixGrid matrix={matrix} labels={labels} shown={shown} title={title} onOpen={onOpen} />
    </PlotFrame>
  );
}

function worstClasses(matrix: ConfusionMatrix): number[] {
  const all = Array.from({ length: matrix.classes }, (_, index) => index);
  if (matrix.classes <= mostShown) return all;
  const mistakes = new Float64Array(matrix.classes);
  for (const row of all)
    for (const column of all) {
      if (row === column) continue;
      const count = countAt(matrix, row, column);
      mistakes[row] = (mistakes[row] as number) + count;
      mistakes[column] = (mistakes[column] as number) + count;
    }
  return all
    .sort((a, b) => (mistakes[b] as number) - (mistakes[a] as number))
    .slice(0, mostShown)
    .sort((a, b) => a - b);
}
