/** Types of all rooms, each with the libraries it may have. The CSS modules get their typings first. */
import { existsSync } from 'node:fs'
import { runAll } from './run-all.mjs'

if (existsSync('src/renderer')) await runAll([['typings', 'tcm', ['src/renderer', '-p', '**/*.module.css', '-a', '-o', '.types/src/renderer', '-s']]])
const rooms = ['src/shared', 'src/main/sync/decide', 'src/main', 'src/preload', 'src/renderer', '.']
await runAll(rooms.map((room) => [`types of ${room}`, 'tsc', ['-p', `${room}/tsconfig.json`]]))
