// What the demo board says.
import type { ItemStatus, ItemType, Priority } from "../../src/domain/entities.ts";

export interface Planned {
  title: string;
  /** Left out: a task. */
  type?: ItemType;
  /** Number of its epic. */
  epic?: number;
  points?: number;
  labels?: string[];
  priority?: Priority;
  /** The day of its sprint, from 0, on which it was done; left out: it was not. */
  doneOn?: number;
  /** The day of the running sprint on which it got its status. */
  movedOn?: number;
  /** The status that it has now; left out: done, or to do where it was not moved. */
  status?: ItemStatus;
  /** The day of the running sprint on which it was added; left out: it was planned. */
  addedOn?: number;
}

export const EPICS: Planned[] = [
  { title: "Rent a bike in under a minute", type: "epic", priority: "high", labels: ["app"] },
  { title: "Accounts and payments", type: "epic", labels: ["backend"] },
  { title: "Stations on the map", type: "epic", labels: ["map"] },
];

/** The last is planned, the one before it goes on, the others are over. */
export const SPRINTS = [
  { name: "Sprint 1", goal: "A map that opens" },
  { name: "Sprint 2", goal: "Sign up without a form" },
  { name: "Sprint 3", goal: "Pay for the first ride" },
  { name: "Sprint 4", goal: "Ready for the test drivers" },
  { name: "Sprint 5", goal: "Unlock with one tap, and a receipt afterwards" },
  { name: "Sprint 6", goal: "Open at all forty stations" },
];

/** What was planned for the sprints that are over. */
export const PAST: Planned[][] = [
  [
    { title: "Draw the map from open data", type: "story", epic: 2, points: 8, doneOn: 7 },
    { title: "Where am I", epic: 2, points: 3, doneOn: 9 },
    { title: "Stations from the city's list", epic: 2, points: 5, doneOn: 11 },
    { title: "Zoom with one thumb", epic: 2, points: 5, doneOn: 12 },
  ],
  [
    { title: "Sign up with a phone number", type: "story", epic: 1, points: 8, doneOn: 8 },
    { title: "Keep people signed in", epic: 1, points: 5, doneOn: 5 },
    { title: "Delete my account", epic: 1, points: 8, doneOn: 12, labels: ["privacy"] },
  ],
  [
    { title: "Pay by card", type: "story", epic: 1, points: 13, doneOn: 10, labels: ["security"] },
    { title: "Price before the ride", epic: 0, points: 5, doneOn: 4 },
    { title: "Stop the clock at the station", epic: 0, points: 8, doneOn: 12 },
    { title: "Day tickets", epic: 1, points: 2 },
  ],
  [
    { title: "Report a broken bike", type: "story", epic: 0, points: 8, doneOn: 6 },
    { title: "Works in a tunnel", epic: 0, points: 13, doneOn: 11, labels: ["offline"] },
    { title: "Test drivers get free rides", epic: 1, points: 3, doneOn: 3 },
    { title: "Crash reports that name the place", points: 5, doneOn: 8, labels: ["quality"] },
  ],
];

/** The item that the pictures open. */
export const CHOSEN = "Unlock with one tap";

export const NOW: Planned[] = [
  {
    title: CHOSEN,
    type: "story",
    epic: 0,
    points: 5,
    priority: "high",
    labels: ["app", "locks"],
    status: "in_progress",
    movedOn: 3,
  },
  {
    title: "Locks answer within two seconds",
    epic: 0,
    points: 3,
    priority: "critical",
    labels: ["locks", "backend"],
    status: "in_progress",
    movedOn: 1,
  },
  {
    title: "Receipts by email",
    type: "story",
    epic: 1,
    points: 3,
    status: "in_progress",
    movedOn: 4,
  },
  { title: "Find a bike by its number", epic: 0, points: 2, movedOn: 1 },
  { title: "Scan the code in the dark", epic: 0, points: 3, labels: ["app"], movedOn: 3 },
  { title: "Rides of the last month", type: "story", epic: 1, points: 5, movedOn: 5 },
  {
    title: "Refund a ride that never started",
    type: "story",
    epic: 1,
    points: 3,
    priority: "high",
    labels: ["payments"],
    status: "review",
    movedOn: 7,
  },
  {
    title: "Show how many bikes a station has",
    type: "story",
    epic: 2,
    points: 3,
    labels: ["map"],
  },
  { title: "Stations that are full say so before the ride", epic: 2, points: 1, labels: ["map"] },
  {
    title: "Card expires next month: tell people",
    epic: 1,
    points: 1,
    status: "review",
    movedOn: 6,
  },
  {
    title: "Signs for the forty stations",
    points: 1,
    status: "blocked",
    movedOn: 5,
    labels: ["print"],
  },
  { title: "Rate the ride", epic: 0, points: 1, priority: "low" },
  {
    title: "Prices with the new tax",
    epic: 1,
    points: 1,
    priority: "high",
    addedOn: 4,
    movedOn: 6,
  },
  {
    title: "Map is blank on old phones",
    epic: 2,
    points: 2,
    labels: ["bug"],
    addedOn: 5,
    movedOn: 7,
  },
  { title: "The bell rings twice", points: 1, labels: ["bug"], addedOn: 6, priority: "low" },
];

/** The first four are planned for the next sprint. */
export const IDEAS: Planned[] = [
  { title: "Reserve a bike for ten minutes", type: "story", epic: 0, points: 8, priority: "high" },
  { title: "Way to the next free dock", type: "story", epic: 2, points: 5, labels: ["map"] },
  { title: "Rent two bikes at once", epic: 0, points: 5 },
  { title: "Pay with the transit card", type: "story", epic: 1, points: 8, labels: ["payments"] },
  { title: "Cargo bikes", type: "story", epic: 0, labels: ["later"] },
  { title: "In Arabic and Hebrew", labels: ["languages"], points: 8 },
  { title: "Rides as a file for the tax office", epic: 1, points: 3, priority: "low" },
  { title: "Large letters everywhere", labels: ["accessibility"], points: 5, priority: "high" },
  { title: "Heat map of empty stations", epic: 2, labels: ["later"] },
  { title: "Gift cards", epic: 1, priority: "low", labels: ["payments"] },
  { title: "Rain warning before the ride", epic: 2, points: 2 },
  { title: "Family accounts", type: "story", epic: 1, points: 13 },
];

export const DESCRIPTION = `Whoever stands at a bike with cold hands wants **one** large button.

- The button says what happens: *Opening…*, *Open*, *Try again*
- It works while the phone has no network: the lock gets a signed ticket
- After 2 seconds without an answer we say why

> Half of the test drivers tapped twice, because nothing moved.

See \`locks/protocol.md\` for what the lock answers.`;

export const CHILDREN = [
  { title: "Button that grows while the lock opens", status: "done" },
  { title: "Say why, when the lock does not answer", status: "in_progress" },
  { title: "Vibrate once the lock is open", status: "todo" },
] as const;

/** What was done at the chosen item, and what was said about it, a day each. */
export const WORK = [
  {
    hours: 1.5,
    of: null,
    content: "Tried it at the harbour: 1.4 seconds on average, 3.9 at worst.",
  },
  {
    hours: 2.25,
    of: "Pairing on the offline case",
    content: "The worst case is the old firmware. I have asked for the list of locks that run it.",
  },
  {
    hours: 0.75,
    of: null,
    content: "Then *Try again* should name the light of the lock. I will draw it today.",
  },
];

export const WORKSHOP = [
  "Order brake pads",
  "Winter tyres for the stations on the hill",
  "Count the locks",
];
