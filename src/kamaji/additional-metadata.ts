/** Labels and annotations that an object of Kamaji's gets in addition to Kamaji's own. */
export interface AdditionalMetadata {
  /**
   * Labels.
   *
   * @default - none.
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations.
   *
   * @default - none.
   */
  readonly annotations?: { [key: string]: string };
}
