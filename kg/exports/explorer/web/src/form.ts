// The forms of the classes as a program for the graphics card: one point a node, its form cut out by distance.

import { NodeProgram } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_form;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_form;
varying float v_soft;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = max(a_size / u_sizeRatio * u_pixelRatio * 2.6, 2.5);
  v_soft = 2.4 / gl_PointSize;
  v_form = a_form;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

// How far outside its form a point is, the form reaching to about 0.8; the order is that of FORMS in theme.ts.
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_form;
varying float v_soft;
float away(vec2 p) {
  vec2 q = abs(p);
  if (v_form < 0.5) return length(p) - 0.72;
  if (v_form < 1.5) return max(q.x, q.y) - 0.66;
  if (v_form < 2.5) return max(max(q.x - 0.6, q.y - 0.76), p.x - p.y - 0.98);
  if (v_form < 3.5) return max(q.x - 0.76, q.y - 0.5);
  if (v_form < 4.5) return (q.x + q.y - 0.9) * 0.7;
  if (v_form < 5.5) return max(p.y - 0.58, (q.x * 1.7 - p.y) * 0.5 - 0.37);
  if (v_form < 6.5) { float turn = atan(p.x, -p.y); return length(p) - 0.56 - 0.26 * cos(5.0 * turn); }
  if (v_form < 7.5) return max(-p.y - 0.58, (q.x * 1.7 + p.y) * 0.5 - 0.37);
  if (v_form < 8.5) return max(q.y - 0.66, q.x * 0.87 + q.y * 0.5 - 0.7);
  return max(q.x - 0.76, abs(q.y - 0.36) - 0.2);
}
void main(void) {
  float outside = away(gl_PointCoord * 2.0 - 1.0);
  #ifdef PICKING_MODE
  if (outside > 0.1) discard;
  gl_FragColor = v_color;
  #else
  float cover = 1.0 - smoothstep(-v_soft, v_soft, outside);
  if (cover <= 0.0) discard;
  gl_FragColor = v_color * cover;
  #endif
}`;

const UNIFORMS = ['u_sizeRatio', 'u_pixelRatio', 'u_matrix'] as const;

export class FormProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
    return {
      VERTICES: 1, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: POINTS, UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_size', size: 1, type: FLOAT },
        { name: 'a_form', size: 1, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData & { form?: number }): void {
    const { array } = this;
    array[start] = data.x;
    array[start + 1] = data.y;
    array[start + 2] = data.size;
    array[start + 3] = data.form ?? 0;
    array[start + 4] = floatColor(data.color);
    array[start + 5] = index;
  }

  setUniforms({ sizeRatio, pixelRatio, matrix }: RenderParams, { gl, uniformLocations }: { gl: WebGLRenderingContext; uniformLocations: Record<(typeof UNIFORMS)[number], WebGLUniformLocation> }): void {
    gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
  }
}
