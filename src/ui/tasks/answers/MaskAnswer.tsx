/** What each pixel is of, laid over the picture, and how much of it each label covers. */
import type { FittedImages } from '#/core/images/fittedImages';
import { useChartTheme } from '#/ui/charts/palette';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';
import { labelColor, MaskCanvas } from './MaskCanvas';

export function MaskAnswer({ version, prediction: { mask, value }, labels, picture }: AnswerProps) {
  const theme = useChartTheme();
  if (!mask) return null;
  const pixels = new Float64Array(labels.length);
  for (const code of mask) pixels[code] = (pixels[code] as number) + 1;
  const shares = Array.from(pixels, (count, code) => ({ code, share: count / mask.length }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  return (
    <>
      <div className={classes.name}>{version.task.target}</div>
      <MaskCanvas
        size={version.input.fitted as FittedImages}
        codes={mask}
        {...(picture && { url: picture })}
        alt={`The mask: ${value}`}
      />
      <ol className={classes.bars} aria-label="Shares of the picture">
        {shares.map(({ code, share }) => (
          <li key={code}>
            <span className="clip" title={labels[code]}>
              {labels[code]}
            </span>
            <span className={classes.track} aria-hidden="true">
              <span
                className={classes.fill}
                style={{
                  transform: `scaleX(${share})`,
                  ...(code > 0 && { background: labelColor(theme, code) }),
                }}
              />
            </span>
            <span className={classes.percent}>{(100 * share).toFixed(1)} %</span>
          </li>
        ))}
      </ol>
    </>
  );
}
