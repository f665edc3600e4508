/**
 * Memory-model tests of the places where application threads and a driver meet: marks and bells, wait points, chunks
 * and the in-process ring. Everything else of the engine is single-threaded.
 */
package dev.weir.stress;
