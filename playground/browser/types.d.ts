// What passes between the modules of the browser's program. For the type checker only.

type Numbers = Float32Array | Int32Array | Uint8Array;

/** One array of a frame. */
interface Tensor<A extends Numbers = Numbers> {
  data: A;
  shape: number[];
}

type Arrays = Record<string, Tensor>;

type Status = "idle" | "running" | "paused" | "finished" | "diverged";

/** A place on the shown plane. */
interface Place {
  x: number;
  y: number;
}

/**
 * A cell of the confusion matrix; `split` is 0 for train, 1 for test, 2 for both. Without a label it
 * is a whole column, without a predicted one a whole row.
 */
interface Cell {
  split: number;
  label: number | null;
  predicted: number | null;
}

interface Warning {
  key: string;
  /** `{classes}` stands for the names of `classes`. */
  text: string;
  field: string;
  classes: number[];
}

/** What the details panel states of one part of the data. */
interface PartFacts {
  X: [number[], string];
  y: [number[], string];
  counts: number[];
}

interface DataFacts {
  train: PartFacts;
  test: PartFacts;
  validation?: PartFacts;
  baseline: number;
}

/** The plain numbers of a frame. */
interface About {
  /** Of the request that is answered. */
  number: number;
  epoch: number;
  epochs: number;
  step: number;
  /** How often a weight was set by hand, and how often that can be undone. */
  edits: number;
  undo: number;
  /** How many steps came before the one that was taken apart; -1: none was. */
  looked: number;
  n_parameters: number;
  n_classes: number;
  learning_rate: number;
  threshold: number;
  train_loss: number | null;
  test_loss: number | null;
  train_accuracy: number;
  test_accuracy: number;
  /** Of several labels, the share of them that are right: train part, test part. */
  label_accuracies: [number, number] | null;
  /** Null without a validation part. */
  validation_loss: number | null;
  validation_accuracy: number | null;
  probe: Place & { point: number | null };
  generation: number;
  status: Status;
  message: string;
  /** The run is not the one that was asked for, which can't be had. */
  stands_in: boolean;
  epochs_per_second: number;
  /** How far the run has come; `epoch` is what is shown of it. */
  present: number;
  /** Whether an earlier moment is shown. */
  past: boolean;
  /** What was asked for: an epoch, or -1 for the run as it is. */
  at: number;
  timeline: { stride: number; bytes: number; most: number };
  /** Live fields were changed while the run went on. */
  changed: boolean;
  views: Record<string, Record<string, unknown>>;
  axes?: string[];
  note?: string;
  data?: DataFacts;
  warnings?: Warning[];
}

/** A frame: its numbers, the board's own arrays, and those of each view. */
interface Frame {
  about: About;
  arrays: Arrays;
  views: Record<string, Arrays>;
}

/** The points of a run, by row. */
interface Points {
  x: Float32Array;
  y: Float32Array;
  label: Uint8Array;
  /** 0 train, 1 test, 2 validation. */
  part: Uint8Array;
}

/** What the board knows of its run: the last number of each kind. */
interface Latest {
  about: About | null;
  points: Points | null;
  /** x1 min, x1 max, x2 min, x2 max of the shown plane. */
  extent: Float32Array | null;
  /** Names of the directions that features have: two, or one. */
  axes: string[];
  note: string;
  data: DataFacts | null;
  /** Predicted class of each point. */
  predicted: Uint8Array | null;
  /** Probabilities and logits at the place or point that was asked about. */
  proba: Float32Array;
  logits: Float32Array;
  /** The picture of the point that was asked about, if it is one. */
  picture: Tensor | null;
  /** The kept run to compare with. */
  ghost: PinCard | null;
  /** Arrays of each view. */
  views: Record<string, Arrays>;
  /** Plain numbers of each view, which came with its arrays. */
  told: Record<string, Record<string, unknown>>;
}

/** An array in base64, and its shape. */
interface KeptArray {
  data: string;
  shape: number[];
}

/** A picture of the boundary, and all that must be the same for it to be laid over another. */
interface KeptPicture {
  grid: KeptArray;
  extent: number[];
  classes: string[];
  axes: string[];
  /** As `Context` names it. */
  dataset: string;
  threshold: number;
}

/** One run that was pinned. */
interface PinCard {
  id: string;
  number: number;
  /** When, ISO 8601. */
  pinned: string;
  query: string;
  numbers: Record<string, number | null>;
  fields: Record<string, [string, string]>;
  /** The address of a small picture, or empty. */
  thumbnail: string;
  curve: KeptArray | null;
  picture: KeptPicture | null;
}

/** One layer of the network. */
interface Layer {
  role: string;
  /** "hidden 1", …, "output" */
  label: string;
  call: string;
  n_in: number;
  n_out: number;
  /** Shapes by name. */
  parameters: Record<string, number[]>;
  n_parameters: number;
}

/** One view, as the script tells of it. */
interface ViewData {
  name: string;
  label: string;
  help: string;
  every: number;
  computed: boolean;
  /** Whether it can be part of a film. */
  filmed: boolean;
  files: { script: string; styles?: string };
  figure: string;
}

/** One view that can be opened. */
interface Offered {
  name: string;
  label: string;
  help: string;
  lab: Partial<Way>;
}

/** The way to a lab. */
interface Way {
  label: string;
  href: string;
}

/** What the script wants a board to show. */
interface BoardData {
  name: string;
  session: string;
  query: string;
  /** The experiment in words. */
  title: string;
  /** Versions of what computes and draws, by name. */
  versions: Record<string, string>;
  generation: number;
  views: ViewData[];
  /** All views that there are. */
  offered: Offered[];
  /** Names of those that are open at first. */
  defaults: string[];
  layers: Layer[];
  classes: string[];
  outputs: string[];
  colours: string[];
  pictured: boolean;
  /** Of two boards beside each other, A or B; else empty. */
  side: string;
  /** The number of the kept run whose experiment B began with. */
  kept_as: number;
  /** What a board is about whose company is not for the visitor to choose; else empty. */
  words: string;
  /** Whether the page is shown larger, for a projector. */
  large: boolean;
  labels: Record<string, string>;
  /** Ways to labs, by the keys of warnings. */
  labs: Record<string, Way>;
  /** Fields that the experiment uses: their values as an address spells them, and in words. */
  fields: Record<string, [string, string]>;
  notice: { id: number; text: string };
  changed: string[];
}

/** One comparison of a lesson's condition: of board a or b, with a number, a word or a quantity. */
interface Comparison {
  board: string;
  quantity: string;
  operator: string;
  value: string;
}

/** One lesson's question and steps, as the script tells of them. */
interface LessonData {
  name: string;
  /** Counts how often runs were begun anew in this tab's session, and how often lessons were. */
  begun: number;
  opened: number;
  /** Lines of its table: each an experiment, whose fields are spelt as in an address. */
  trials: { text: string; fields: Record<string, string> }[];
  /** Names of its boards by their letters. */
  boards: Record<string, string>;
  question: string;
  guesses: { text: string; holds: Comparison[] | null }[];
  answer: Comparison[];
  steps: { text: string; until: Comparison[] }[];
}

/** One challenge, as the script tells of it. Less of the score is better. */
interface ChallengeData {
  name: string;
  begun: number;
  boards: Record<string, string>;
  /** Target, budget and rules. */
  goals: { text: string; holds: Comparison[] }[];
  /** What the score counts, in words and as a quantity. */
  unit: string;
  score: string;
  par: number;
}

/** What a browser remembers of a lesson: the guess, what came of it, how many steps were done. */
interface Progress {
  guess: number | null;
  came: number | null;
  done: number;
}

/** Colours and sizes of the page, as charts take them. */
interface Theme {
  dark: boolean;
  ground: string;
  text: string;
  accent: string;
  font: string;
  muted: string;
  faint: string;
  line: string;
  panel: string;
  size: number;
}

/** The elements of one view: its card, a line for controls above, and the place for its drawing. */
interface Card {
  element: HTMLElement;
  head: HTMLElement;
  plot: PlotElement;
}

/** What classes and outputs are called, and the colour of each. */
interface Names {
  classes: string[];
  outputs: string[];
  colours: string[];
}

/** What a view may use of its board. */
interface Context {
  selection: import("./selection.js").Selection;
  latest: Latest;
  names: Names;
  /** Whether points are pictures themselves. */
  pictured: boolean;
  /** The dataset, and the table where it is a visitor's own. */
  dataset: string;
  /** Say something to who listens instead of looking. */
  announce(text: string): void;
  /** Tell the run something. */
  send(message: object): void;
  /** Let Step do `act` from now on; null: an epoch, as ever. */
  steps(act: (() => void) | null): void;
  /** Ask for this view's numbers with other arguments from now on. */
  ask(given: Record<string, unknown>): void;
  /** Draw this view again from the latest numbers, now. */
  refresh(): void;
  /** Draw with the next picture: what is pointed at has changed. */
  redraw(): void;
  /** Draw the marks of all views again, now: what they show of points has changed. */
  remark(): void;
}

/** One view: created once, then fed. */
interface View {
  /** Show the base figure (JSON, may be empty); true when numbers drawn before are gone. */
  show(figure: string, theme: Theme): Promise<boolean>;
  /** Take the colours and sizes of another theme. */
  recolour(theme: Theme): Promise<void>;
  /** Draw its numbers; `moving` while more are to come. */
  draw(arrays: Arrays, moving: boolean): void;
  /** There are other points. */
  take?(): void;
  /** The selection or the predicted classes changed. */
  mark?(): void;
  /** What is pointed at, or what the outputs are for, may have changed. */
  point?(): void;
  /** Return what of a layout only a picture has: what lies over the chart on the page. */
  still?(): object;
  resize(): void;
  close(): void;
}

interface ViewClass {
  new (card: Card, context: Context): View;
}

/** One control of a lab. */
interface LabControl {
  name: string;
  label: string;
  help: string;
  kind: "number" | "choice" | "flag";
  /** Holds a list of values, of which `square` ones are a matrix. */
  several: boolean;
  square: boolean;
  /** Its values sum to 1: where a slider moves one, the others make room. */
  shares: boolean;
  least: number;
  most: number;
  /** What the values of a list are called. */
  names: string[];
  /** Ends of the slider, and its step; `log` when numbers are compared by ratio. */
  low?: number;
  high?: number;
  step?: number;
  log?: boolean;
  whole?: boolean;
  /** Values and texts of a choice. */
  offered?: [string, string][];
}

/** One lab, as the script tells of it. */
interface LabData {
  name: string;
  label: string;
  controls: LabControl[];
  /** Texts by control: as the address has them, and as they are at first. */
  values: Record<string, string>;
  defaults: Record<string, string>;
  complaints: Record<string, string>;
  /** Axis → control that is dragged along it. */
  grabs: Record<string, string>;
  /** The axis along which the values of a dragged list lie. */
  places: "x" | "y" | "";
  figure: string;
}

/** What the server answers about a lab. */
interface LabAnswer {
  event?: string;
  text?: string;
  failed?: string;
  complaints?: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever Plotly takes
  traces: Record<string, Record<string, any>>;
  layout: Record<string, unknown>;
  readings: [string, string][];
  note: string;
  code: string;
  output: string;
}

// The little of Plotly that is used. What its figures hold has no type of ours.

// biome-ignore lint/suspicious/noExplicitAny: as it says above
type PlotRecord = Record<string, any>;
type PlotData = PlotRecord;

interface PlotElement extends HTMLElement {
  data: PlotData[];
  layout: PlotRecord;
  // biome-ignore lint/suspicious/noExplicitAny: as it says above
  on(event: string, listener: (event: any) => unknown): void;
}

declare const Plotly: {
  newPlot(element: HTMLElement, data: PlotData[], layout: object, config: object): Promise<void>;
  react(element: HTMLElement, data: PlotData[], layout: object, config: object): Promise<void>;
  restyle(element: HTMLElement, changes: object, traces?: number[]): Promise<void>;
  relayout(element: HTMLElement, changes: object): Promise<void>;
  update(element: HTMLElement, changes: object, layout: object, traces?: number[]): Promise<void>;
  animate(element: HTMLElement, frame: object, options: object): Promise<void>;
  purge(element: HTMLElement): void;
  toImage(figure: object, options: object): Promise<string>;
};
