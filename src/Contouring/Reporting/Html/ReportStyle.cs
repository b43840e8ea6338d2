namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The page's style sheet.</summary>
internal static class ReportStyle
{
    /// <summary>
    /// Pictures are stored in the bone window; soft tissue is the same picture through brightness(b) contrast(c)
    /// with slope s = 1500/400, intercept t = (−450 + 160)/400, c = 1 − 2t, b = s/c.
    /// </summary>
    public const string Css = """
        :root{--paper:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#586274;--line:#d9dee6;--head:#eef1f5;--link:#1b5fa8;
        --good:#17663a;--good-bg:#e3f4e9;--good-line:#8fcfa8;--warn:#7a4a00;--warn-bg:#fff2d6;--warn-line:#e6b85c;
        --bad:#9c1c1c;--bad-bg:#fde7e7;--bad-line:#e39a9a}
        @media (prefers-color-scheme:dark){:root{--paper:#14171c;--card:#1c2027;--ink:#e7eaf0;--soft:#a5aebd;--line:#343b47;
        --head:#252b34;--link:#8ec1ff;--good:#8fe0ab;--good-bg:#12301f;--good-line:#2d6b45;--warn:#ffd27d;--warn-bg:#382a0b;
        --warn-line:#7d6122;--bad:#ffa8a8;--bad-bg:#3d1616;--bad-line:#8a3636}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
        font-variant-numeric:tabular-nums}
        .page{max-width:1240px;margin:0 auto;padding:0 20px 40px}
        header{display:flex;align-items:baseline;gap:14px;padding:18px 0 12px}
        header b{font-size:18px;letter-spacing:.01em}header span{color:var(--soft)}
        h2{font-size:17px;margin:0 0 4px}h3{font-size:14px;margin:18px 0 6px;color:var(--soft);font-weight:600}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:16px}
        .note{color:var(--soft);font-size:13.5px;margin:0 0 12px;max-width:92ch}
        .banner{border:1px solid;border-left-width:8px;border-radius:10px;padding:16px 20px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .banner h1{font-size:23px;line-height:1.25;margin:0 0 4px}.banner p{margin:4px 0 0;color:var(--ink);max-width:100ch}
        .good{color:var(--good);background:var(--good-bg);border-color:var(--good-line)}
        .warn{color:var(--warn);background:var(--warn-bg);border-color:var(--warn-line)}
        .bad{color:var(--bad);background:var(--bad-bg);border-color:var(--bad-line)}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));background:var(--card);
        border:1px solid var(--line);border-radius:10px;overflow:hidden;margin-top:16px}
        .facts div{padding:10px 14px;box-shadow:0 0 0 .5px var(--line)}.facts dt,.facts small{color:var(--soft);font-size:12.5px}
        .facts dd{margin:0;font-size:17px;font-weight:600;overflow-wrap:anywhere}.facts small{display:block;font-weight:400}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th,td{text-align:left;padding:7px 12px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--soft);font-size:12.5px;font-weight:600;white-space:nowrap}
        th:first-child,td:first-child{padding-left:2px}tr:last-child td{border-bottom:0}.pair td{border:0;padding-bottom:3px}.pair{border-bottom:1px solid var(--line)}.pair:last-child{border:0}
        .n{text-align:right;white-space:nowrap}td.n{font-variant-numeric:tabular-nums}
        .name{font-weight:600;overflow-wrap:anywhere}.keep{white-space:nowrap}.sub{color:var(--soft);font-size:13px;font-weight:400;overflow-wrap:anywhere}
        .uid,code{font-family:ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace;font-size:12.5px;overflow-wrap:anywhere}
        .swatch{display:inline-block;width:13px;height:13px;border-radius:3px;background:var(--c);border:1px solid #0006;
        margin-right:8px;vertical-align:-1px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .pill{display:inline-block;border:1px solid;border-radius:99px;padding:0 9px;font-size:12.5px;font-weight:600;white-space:nowrap;
        print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .off{color:var(--warn);font-weight:600}
        .controls{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center;margin-bottom:12px;font-size:13.5px}
        .controls label{display:inline-flex;align-items:center;border:1px solid var(--line);border-radius:7px;padding:3px 10px 3px 7px;cursor:pointer}
        .controls input{margin:0 7px 0 0}.controls .swatch{margin-right:6px}.controls i{font-style:normal;color:var(--soft);margin-left:6px}
        .controls .gap{flex-basis:100%;height:0}
        .row{display:grid;gap:12px;align-items:start}.row.three{grid-template-columns:repeat(3,1fr)}.row.four{grid-template-columns:repeat(4,1fr)}.more{margin-top:14px}
        @media (max-width:820px){.row.three,.row.four{grid-template-columns:1fr 1fr}}
        figure{margin:0;break-inside:avoid}figcaption{font-size:13px;margin-top:5px;line-height:1.35}
        figcaption b{font-weight:600}figcaption span{color:var(--soft)}
        .view{position:relative;background:#000;border-radius:6px;overflow:hidden;color:#fff;font-size:12px;line-height:1;
        display:flex;align-items:center;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .view img{display:block;width:100%;height:auto}
        .view svg{position:absolute;left:0;top:50%;width:100%;height:auto;transform:translateY(-50%)}
        body:has(#soft:checked) .view:not(.fused) img{filter:brightness(1.53061) contrast(2.45)}
        .if-soft{display:none}body:has(#soft:checked) .if-soft{display:inline}body:has(#soft:checked) .if-bone{display:none}
        /* In the path itself: what is used elsewhere matches no rule about its surroundings. */
        path{vector-effect:non-scaling-stroke}.view .k,.view .c{fill:none;stroke-linejoin:round;stroke-linecap:square}
        .view .k{stroke:var(--k);stroke-width:calc(var(--w,1.2px) + 1.8px)}.view .c{stroke:var(--c);stroke-width:var(--w,1.2px)}
        .view .f{fill:var(--c);fill-rule:evenodd;fill-opacity:0;stroke:none}
        body:has(#shade:checked) .view .f{fill-opacity:.17}
        .view .t{stroke:#fff;stroke-opacity:.75;stroke-width:1px;fill:none}
        .view span{position:absolute;text-shadow:0 0 3px #000,0 0 3px #000,0 0 2px #000;white-space:nowrap}
        .view .o{font-weight:700;font-size:13px;color:#ffe9a8}
        .o.l{left:15px;top:50%;transform:translateY(-50%)}.o.r{right:15px;top:50%;transform:translateY(-50%)}
        .o.u{top:15px;left:50%;transform:translateX(-50%)}.o.b{bottom:15px;left:50%;transform:translateX(-50%)}
        .view .z{left:8px;top:8px}.view .w{left:8px;bottom:8px}
        .view .bar{right:10px;bottom:8px;border:1px solid #fff;border-top:0;height:6px;box-shadow:0 0 2px #000}
        .view .mm{right:10px;bottom:18px}
        .view i{font-style:normal}.view .larger{position:absolute;inset:0;cursor:zoom-in}nav{display:none}
        figure:target{position:fixed;inset:0;z-index:9;background:#000;color:#fff;padding:10px;display:grid;justify-items:center;align-content:center;gap:4px}
        figure:target .view{width:min(96vw,calc(100vh - 84px));font-size:14px}figure:target figcaption span{color:#bbb}
        figure:target nav{display:flex;gap:28px}figure:target nav a{color:#9ecbff;padding:4px 8px}figure:target .larger{display:none}
        .refusal{border:1px solid;border-left-width:8px;border-radius:8px;padding:8px 14px;max-width:100ch;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        footer{margin-top:20px;color:var(--soft);font-size:13px}footer p{margin:4px 0}
        .not-approved{color:var(--ink);font-weight:600}
        @media print{@page{size:A4;margin:12mm}
        :root{--paper:#fff;--card:#fff;--ink:#111;--soft:#444;--line:#c8ccd2;--good:#17663a;--good-bg:#e3f4e9;--good-line:#8fcfa8;
        --warn:#7a4a00;--warn-bg:#fff2d6;--warn-line:#e6b85c;--bad:#9c1c1c;--bad-bg:#fde7e7;--bad-line:#e39a9a}
        body{font-size:10.5pt}.page{padding:0;max-width:none}section{border:0;border-radius:0;padding:0;margin-top:16pt}
        table{font-size:9.5pt}tr{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}
        figure:target{position:static;background:none;color:inherit;padding:0}figure:target nav{display:none}.controls input,.controls .only-screen,.only-screen{display:none}.controls label{border:0;padding:0 8px 0 0}.wide{overflow:visible}
        .row.three{grid-template-columns:repeat(3,1fr)}.row.four{grid-template-columns:repeat(3,1fr)}}

        """;
}
