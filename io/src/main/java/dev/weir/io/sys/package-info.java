/**
 * The operating system's calls, bound by the Foreign Function and Memory API; the only native code of the project.
 * Loaded only when a link or a question needs it, since the first binding costs about 80 ms.
 */
package dev.weir.io.sys;
