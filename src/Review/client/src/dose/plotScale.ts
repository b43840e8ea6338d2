/** In which unit doses are shown: Gy, or percent of the prescription. */
export type DoseUnit = "Gy" | "%";

/** In which unit volumes are shown: percent of the structure, or cm³. */
export type VolumeUnit = "%" | "cc";

/** Where doses and volumes lie on a plot of so many pixels; everything within is Gy, percent of the volume, and cm³ of the structure. */
export class PlotScale {
  /** Room around the plot for its axes, CSS pixels. */
  static readonly margin = { left: 46, right: 10, top: 8, bottom: 34 };

  /**
   * @param width Of the canvas, CSS pixels.
   * @param height Of the canvas, CSS pixels.
   * @param doseUnit Unit of the dose axis.
   * @param volumeUnit Unit of the volume axis.
   * @param highestGy End of the dose axis, Gy.
   * @param highestCc End of the volume axis where it is in cm³.
   * @param prescribed What 100 % of the dose is, Gy.
   */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly doseUnit: DoseUnit,
    readonly volumeUnit: VolumeUnit,
    readonly highestGy: number,
    readonly highestCc: number,
    readonly prescribed: number,
  ) {}

  /** End of the dose axis in its unit. */
  get highestDose(): number {
    return this.doseUnit === "Gy" ? this.highestGy : (this.highestGy / this.prescribed) * 100;
  }

  /** End of the volume axis in its unit. */
  get highestVolume(): number {
    return this.volumeUnit === "%" ? 100 : this.highestCc;
  }

  /** x of a dose in Gy. */
  x(gy: number): number {
    const { left, right } = PlotScale.margin;
    return left + (gy / this.highestGy) * (this.width - left - right);
  }

  /** The dose at an x, Gy, within the axis. */
  gyAt(x: number): number {
    const { left, right } = PlotScale.margin;
    return Math.max(0, Math.min(this.highestGy, ((x - left) / (this.width - left - right)) * this.highestGy));
  }

  /** y of a part of a structure's volume. */
  y(percent: number, volumeCc: number): number {
    const { top, bottom } = PlotScale.margin;
    const share = this.volumeUnit === "%" ? percent / 100 : (percent / 100) * (volumeCc / this.highestCc);
    return this.height - bottom - share * (this.height - top - bottom);
  }

  /** x of a value of the dose axis, in its unit. */
  xOfTick(value: number): number {
    return this.x(this.doseUnit === "Gy" ? value : (value * this.prescribed) / 100);
  }

  /** y of a value of the volume axis, in its unit. */
  yOfTick(value: number): number {
    return this.volumeUnit === "%" ? this.y(value, 1) : this.y(100, value);
  }
}
