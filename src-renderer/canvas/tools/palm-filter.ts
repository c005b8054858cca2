/** A hand that writes rests on the screen: touches are not meant for this long after the pen was near, in ms. */
const PEN_REACH_MS = 500;
/** A contact longer than this is no fingertip, in CSS px. */
const PALM_PX = 55;

export type Contact = {
  readonly pointerId: number;
  readonly pointerType: string;
  /** Of the contact, in CSS px. */
  readonly width: number;
  readonly height: number;
  readonly timeStamp: number;
};

/** Tells the touches of a resting hand from those that are meant. */
export class PalmFilter {
  private readonly resting = new Set<number>();
  private penMs = -Infinity;

  /** Whether a press is a palm's; its further reports are then, too. */
  isPalmDown(contact: Contact): boolean {
    if (contact.pointerType !== 'touch') {
      this.see(contact);
      return false;
    }
    const isNearPen = contact.timeStamp - this.penMs < PEN_REACH_MS;
    const isBroad = Math.max(contact.width, contact.height) > PALM_PX;
    if (isNearPen || isBroad) this.resting.add(contact.pointerId);
    return isNearPen || isBroad;
  }

  /** Whether any other report belongs to a palm. */
  isPalm(contact: Contact): boolean {
    this.see(contact);
    return this.resting.has(contact.pointerId);
  }

  /** The contact has ended; answers whether it was a palm's. */
  end(contact: Contact): boolean {
    this.see(contact);
    return this.resting.delete(contact.pointerId);
  }

  private see({ pointerType, timeStamp }: Contact): void {
    if (pointerType === 'pen') this.penMs = timeStamp;
  }
}
