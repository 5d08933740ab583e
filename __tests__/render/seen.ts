/** Where something is on the page, in CSS pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Colours are as `getComputedStyle` gives them. */
export interface SeenText extends Box {
  text: string;
  colour: string;
  /** Inside its bar, whose colour is its background; otherwise it stands on the page. */
  isInBar: boolean;
}

/** A diagram as the browser drew it. */
export interface SeenDiagram {
  /** '' if Mermaid drew it. */
  error: string;
  /** Mermaid's own word: `gantt` or `xychart`. */
  kind: string;
  sections: string[];
  labels: string[];
  frame: Box;
  /** In order of time, milestones aside. */
  bars: (Box & { colour: string })[];
  texts: SeenText[];
  /** The background of the page. */
  page: string;
  width: number;
  height: number;
}

/** A summary as a reader sees it. */
export interface Seen {
  headings: string[];
  /** The texts of all cells, table by table. */
  tables: string[][][];
  /** The texts of all list items. */
  items: string[];
  /** Code in `<details>` that are closed. */
  folded: string[];
  /** What is visible: nothing that is folded. */
  text: string;
  links: string[];
  /** The names of all elements that the summary was made into. */
  elements: string[];
  /** Attributes that would run code. */
  handlers: string[];
  diagrams: SeenDiagram[];
  /** By how many CSS pixels the page is wider than the window. */
  overflow: number;
  /** What the page asked the network for, and what code of the summary's own would show. */
  requests: string[];
  dialogs: string[];
}
