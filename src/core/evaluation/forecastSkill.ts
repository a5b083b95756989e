/**
 * How good forecasts are, as weather services judge them: by lead time, against persistence (nothing changes) and
 * climatology (the mean of the training time at every place). RMSE in the channel's own unit; anomaly correlation
 * is the correlation of departures from climatology, over all places and forecasts (WMO-No. 485). All figures of a
 * row are over the same values: those whose truth and whose last known value (the forecast of persistence) are there.
 */
export interface LeadScore {
  /** Steps behind the last known time. */
  lead: number;
  forecasts: number;
  rmse: { model: number; persistence: number; climatology: number; seasonal?: number };
  /** Climatology has no anomaly, hence no correlation. */
  correlation: { model: number; persistence: number };
}

export interface ChannelSkill {
  channel: string;
  unit?: string;
  /** Steps of the seasonal naive forecast, where there is one. */
  period?: number;
  leads: LeadScore[];
}

/** Sums over forecasts of one lead and one channel; values standardised, `std` restores the unit. */
export class LeadSums {
  private count = 0;
  private readonly squares = { model: 0, persistence: 0, climatology: 0, seasonal: 0 };
  private seasons = 0;
  private readonly products = { model: 0, persistence: 0 };
  private readonly powers = { model: 0, persistence: 0, truth: 0 };

  add(model: number, persistence: number, climatology: number, truth: number, seasonal?: number): void {
    const { squares, products, powers } = this;
    this.count++;
    squares.model += (model - truth) ** 2;
    squares.persistence += (persistence - truth) ** 2;
    squares.climatology += (climatology - truth) ** 2;
    if (seasonal !== undefined) {
      squares.seasonal += (seasonal - truth) ** 2;
      this.seasons++;
    }
    const real = truth - climatology;
    products.model += (model - climatology) * real;
    products.persistence += (persistence - climatology) * real;
    powers.model += (model - climatology) ** 2;
    powers.persistence += (persistence - climatology) ** 2;
    powers.truth += real ** 2;
  }

  /** Undefined where no value could be compared. */
  score(lead: number, forecasts: number, std: number): LeadScore | undefined {
    const { squares, products, powers, count } = this;
    if (count === 0) return undefined;
    const rmse = (sum: number) => Math.sqrt(sum / count) * std;
    const correlation = (product: number, power: number) =>
      power * powers.truth > 0 ? product / Math.sqrt(power * powers.truth) : 0;
    return {
      lead,
      forecasts,
      rmse: {
        model: rmse(squares.model),
        persistence: rmse(squares.persistence),
        climatology: rmse(squares.climatology),
        ...(this.seasons === count && { seasonal: rmse(squares.seasonal) }),
      },
      correlation: {
        model: correlation(products.model, powers.model),
        persistence: correlation(products.persistence, powers.persistence),
      },
    };
  }
}
