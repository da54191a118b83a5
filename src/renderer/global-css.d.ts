/** The two style sheets that give no class names; CSS modules have typings of their own. */
declare module '*/tokens.css'
declare module '*/base.css'
