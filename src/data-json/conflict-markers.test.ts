import { expect, test } from "bun:test";
import { conflictMarkers } from "./conflict-markers.ts";

test("the lines of the markers, of both conflict styles, with LF and CRLF", () => {
  const text = [
    "{",
    "<<<<<<< HEAD",
    "a",
    "||||||| 1a2b3c4",
    "b",
    "=======",
    "c",
    ">>>>>>> topic",
    "}",
  ];
  expect(conflictMarkers(text.join("\n"))).toEqual([2, 4, 6, 8]);
  expect(conflictMarkers(text.join("\r\n"))).toEqual([2, 4, 6, 8]);
});

test("markers without a label, and at the end of the file", () => {
  expect(conflictMarkers("<<<<<<<\na\n=======\nb\n>>>>>>>")).toEqual([1, 3, 5]);
});

test("no other lines", () => {
  expect(conflictMarkers("")).toEqual([]);
  expect(conflictMarkers("=======\n>>>>>>> topic\n")).toEqual([]);
  expect(conflictMarkers('  "a": "<<<<<<< HEAD",\n  "b": "======="\n')).toEqual([]);
  expect(conflictMarkers("<<<<<<<< eight\n <<<<<<< indented\n<<<<<<<x")).toEqual([]);
  expect(conflictMarkers("<<<<<<< HEAD\n======== eight\n=======x\n")).toEqual([1]);
});
