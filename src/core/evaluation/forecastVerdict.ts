import type { LeadScore } from './forecastSkill';

/** Whether a forecast is worth its name, in a sentence. */
export function forecastVerdict({ lead, rmse }: LeadScore): string {
  const gain = 1 - rmse.model / rmse.persistence;
  const steps = lead === 1 ? 'One step ahead' : `${lead} steps ahead`;
  if (rmse.persistence === 0) return `${steps} nothing changes, so persistence cannot be beaten.`;
  const share = `${Math.abs(gain * 100).toFixed(1)} %`;
  if (gain <= 0)
    return `${steps} the error is ${share} larger than of assuming that nothing changes: this model does not pay.`;
  const climate = rmse.model < rmse.climatology ? '' : ', but larger than of forecasting the mean';
  return `${steps} the error is ${share} smaller than of assuming that nothing changes${climate}.`;
}
