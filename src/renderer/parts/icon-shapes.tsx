/** The shapes of our icons, on a grid of 16: drawn as strokes of 1.5 with round ends. `icon.tsx` draws them. */
export const iconShapes = {
  home: <path d="M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z" />,
  person: (
    <>
      <circle cx="8" cy="5" r="2.75" />
      <path d="M2.75 13.5c.5-2.6 2.6-4 5.25-4s4.75 1.4 5.25 4" />
    </>
  ),
  building: <path d="M3 13.5v-11h6.5v11M9.5 6.5H13v7M1.75 13.5h12.5M5.25 5.5h2M5.25 8h2M5.25 10.5h2" />,
  deal: <path d="M2.5 3h3v10h-3zM6.5 3h3v7h-3zM10.5 3h3v4.5h-3z" />,
  lead: <path d="M3 3v5a5 5 0 0 0 10 0V3h-3v5a2 2 0 0 1-4 0V3zM3 5.5h3M10 5.5h3" />,
  activity: <path d="M1.75 8.5h2.75l2-5.5 3 10 2-4.5h2.75" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  changes: <path d="M3.5 1.75h6L12.5 5v9.25h-9zM8 5.5v4M6 7.5h4M6 11.5h4" />,
  settings: (
    <>
      <path d="M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14" />
      <circle cx="10.25" cy="4.5" r="1.75" />
      <circle cx="5.75" cy="11.5" r="1.75" />
    </>
  ),
  sync: <path d="M13.25 6.5A5.5 5.5 0 0 0 3.5 4.75L2.25 6M2.25 2.75V6H5.5M2.75 9.5a5.5 5.5 0 0 0 9.75 1.75L13.75 10M13.75 13.25V10H10.5" />,
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  right: <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />,
  left: <path d="M9.5 4.5 6 8l3.5 3.5" />,
  up: <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />,
  updown: <path d="m5.25 6.25 2.75-2.75 2.75 2.75M5.25 9.75 8 12.5l2.75-2.75" />,
  plus: <path d="M8 3.25v9.5M3.25 8h9.5" />,
  minus: <path d="M3.25 8h9.5" />,
  x: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3 8.5 3.25 3.25L13 4.75" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  filter: <path d="M2 4h12M4.5 8h7M7 12h2" />,
  sort: <path d="M4.75 3v10M2.5 10.75 4.75 13 7 10.75M11.25 13V3M9 5.25 11.25 3l2.25 2.25" />,
  columns: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M6 3v10M10 3v10" />
    </>
  ),
  download: <path d="M8 2.5v7.5M4.75 7 8 10.25 11.25 7M2.5 13.25h11" />,
  upload: <path d="M8 10.25V2.75M4.75 6 8 2.75 11.25 6M2.5 13.25h11" />,
  phone: <path d="M5.75 2.5h-2.5c-.5 0-.8.4-.75.9.5 5.6 4.5 9.6 10.1 10.1.5.05.9-.25.9-.75v-2.5l-2.9-1.25-1.35 1.6a8 8 0 0 1-3.85-3.85l1.6-1.35z" />,
  mail: (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.25" />
      <path d="m2.25 4.5 5.75 4.5 5.75-4.5" />
    </>
  ),
  note: <path d="M3 2.5h10v7L9.5 13.5H3zM9.25 13.25V9.5H13M5.5 5.5h5M5.5 8h2.5" />,
  task: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2" />
      <path d="m5.25 8.25 2 2 3.5-4.25" />
    </>
  ),
  meeting: (
    <>
      <rect x="2" y="3.25" width="12" height="10.5" rx="1.5" />
      <path d="M2 6.5h12M5.25 1.75v3M10.75 1.75v3" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  link: <path d="M6.75 9.25a2.75 2.75 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-.75.75M9.25 6.75a2.75 2.75 0 0 0-4 0l-2 2a2.8 2.8 0 0 0 4 4L8 12" />,
  globe: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M2.25 8h11.5M8 2.25c4 3.5 4 8 0 11.5M8 2.25c-4 3.5-4 8 0 11.5" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.25" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.25v9.5L12.5 8z" />,
  arrow: <path d="M2.75 8h10.5M9.5 4.25 13.25 8 9.5 11.75" />,
  undo: <path d="M5.5 2.75 2.75 5.5 5.5 8.25M3 5.5h6.5a3.75 3.75 0 0 1 0 7.5H6" />,
  trash: <path d="M2.5 4.25h11M6 4V2.5h4V4M4 4.25l.6 9.25h6.8l.6-9.25M6.75 7v4M9.25 7v4" />,
  edit: <path d="m2.5 13.5.7-3.2L10.5 3l2.5 2.5-7.3 7.3zM9 4.5 11.5 7" />,
  eye: (
    <>
      <path d="M1.5 8c3-5.3 10-5.3 13 0-3 5.3-10 5.3-13 0z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  offline: <path d="M2 2l12 12M1.75 6.5A9 9 0 0 1 4.5 4.7M7 3.9a9 9 0 0 1 7.25 2.6M4.25 9.25a5.4 5.4 0 0 1 2.5-1.4M8 12.5h.01" />,
  data: (
    <>
      <ellipse cx="8" cy="4" rx="5.25" ry="2" />
      <path d="M2.75 4v8c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2V4M2.75 8c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2" />
    </>
  ),
  bell: <path d="M8 2a4 4 0 0 0-4 4c0 4-1.5 5-1.5 5h11S12 10 12 6a4 4 0 0 0-4-4zM6.75 13.5h2.5" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.25v3.5M8 5.1v.01" />
    </>
  ),
  star: <path d="m8 2 1.85 3.75 4.15.6-3 2.9.7 4.1L8 11.4l-3.7 1.95.7-4.1-3-2.9 4.15-.6z" />,
  pin: <path d="M5.5 2h5l-.75 4.5L12 9H4l2.25-2.5zM8 9v5" />,
  grip: <path d="M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01" strokeWidth="1.8" />,
  table: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M2 6.5h12M2 9.75h12M6.5 6.5V13" />
    </>
  ),
  board: (
    <>
      <rect x="2" y="2.5" width="3.25" height="11" rx=".75" />
      <rect x="6.4" y="2.5" width="3.25" height="7.5" rx=".75" />
      <rect x="10.75" y="2.5" width="3.25" height="5" rx=".75" />
    </>
  ),
  chart: <path d="M2.5 2v11.5H14M5.5 10.5V8M8.5 10.5V4.5M11.5 10.5V6.5" />,
  key: (
    <>
      <circle cx="5" cy="11" r="2.5" />
      <path d="m6.8 9.2 6-6M10.5 5.5l2 2M9 7l1.25 1.25" />
    </>
  ),
  external: <path d="M6 3H3v10h10v-3M9 2.75h4.25V7M13 3 7.5 8.5" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.25" />
      <path d="M10.5 5.5v-3h-8v8h3" />
    </>
  ),
  panel: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M9.75 3v10" />
    </>
  ),
  file: <path d="M3.5 1.75h6L12.5 5v9.25h-9zM9.25 2v3.25h3" />,
  view: <path d="M2.5 4h.01M2.5 8h.01M2.5 12h.01M5.5 4h8M5.5 8h8M5.5 12h5" />,
  money: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M10 5.75c-.9-1-3.9-.8-3.9.8 0 1.9 3.9 1 3.9 2.9 0 1.7-3.1 1.9-4.1.7M8 4v8" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.75v1M8 13.25v1M1.75 8h1M13.25 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M3.6 12.4l.7-.7M11.7 4.3l.7-.7" />
    </>
  ),
  batch: <path d="m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3" />,
  shield: <path d="M8 1.75 13 3.5V8c0 3-2 5-5 6.25C5 13 3 11 3 8V3.5zM5.75 8l1.6 1.6 3-3.35" />,
  code: <path d="M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5" />,
} as const

export type IconName = keyof typeof iconShapes
